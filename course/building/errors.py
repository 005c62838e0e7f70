"""What stops a release, said in a sentence."""


class ReleaseError(Exception):
    """The bundle cannot be built or published; the text says why and what to do."""
