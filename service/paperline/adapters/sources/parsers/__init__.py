"""One parser per format: text in, a batch of drafts and rejections out, whatever the text holds."""
