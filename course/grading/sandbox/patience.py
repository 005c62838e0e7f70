"""How long to wait for a function that has kept us waiting before."""
from course.grading.sandbox import conditions

SHORTEST = 1.0


class Patience:
    """Seconds for the next call of one function: the full limit until a call runs over, then little more than it needs."""

    def __init__(self, limits):
        self.limits, self.longest, self.failures = limits, 0.0, 0
        self.last, self.late = None, False

    @property
    def seconds(self):
        full = self.limits.call
        return min(full, max(SHORTEST, 10 * self.longest)) if self.late else full

    @property
    def over(self):
        """The last condition, once there were too many; None while it is worth calling again."""
        return self.last if self.failures >= self.limits.failures else None

    def passed(self, seconds):
        self.longest = max(self.longest, seconds)

    def failed(self, condition):
        self.failures, self.last = self.failures + 1, condition
        self.late = self.late or condition.type_name == conditions.TIMEOUT
