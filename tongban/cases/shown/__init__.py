"""What a page showed is what is signed for and decided on."""
