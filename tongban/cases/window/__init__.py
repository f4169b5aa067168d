"""What happens at a window, before and after a case: papers seen, handing over, handing out, posting, and trips."""
