"""The sidebar: the place beside the chat where one thing is shown whole. Nothing of it is needed for the first picture.

`sidebar.py` is the frame, `pane.py` draws the rows in sight of a `Paper`; each kind of thing has a paper of its own.
"""
