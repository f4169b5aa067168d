"""The measurements, a file each: ``measure(bench)`` yields figures. A new file is found by itself."""
