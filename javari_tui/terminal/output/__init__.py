"""The last step of output: only what differs from what the terminal shows already is written.

`looks` says how a cell looks, `cells` makes rows of cells out of strips, `picture` remembers what the terminal
shows, `scrolling` finds rows that only moved, `writing` says it in as few bytes as it can, `thin` puts it together.
`sixels` lays pictures over cells, from the first one on.
"""
