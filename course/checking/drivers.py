"""Drivers build objects beside a learner's function, call it, and return plain data: `driver(function, *data)`."""

DRIVERS = {}


def driver(function):
    """Register a driver under its own name."""
    DRIVERS[function.__name__] = function
    return function


@driver
def with_keywords(function, arguments, keywords):
    """An ordinary call, for tests that name arguments."""
    return function(*arguments, **keywords)
