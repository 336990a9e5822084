"""What the pages of questions are made of beside the answer itself: the choice of papers, the thread, the examples."""
