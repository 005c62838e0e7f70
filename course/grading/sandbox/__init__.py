"""The sandbox: a learner's notebook in a process of its own that holds neither reference nor verdict."""
