"""What a card is and when it comes back. No Qt, no SQL, no files, no clock: time and chance come in as arguments."""
