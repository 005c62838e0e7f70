"""What ships of an exercise: all that judging needs to know, and nothing of the answer."""
from dataclasses import asdict, dataclass, field, fields


@dataclass(frozen=True)
class Spec:
    """The public side of one exercise; its recorded trials stand beside it in the records."""
    name: str
    notebook: str
    points: int
    minutes: int
    difficulty: int
    hints: tuple
    arguments: tuple
    returns: tuple
    parts: object = None                 # None, "each", or {part: [observation names]}
    updates: dict = field(default_factory=dict)
    own_memory: object = False           # True, or names of the outputs that must not live in an argument's memory
    extra_keys: object = False           # True, or names of the outputs where further entries are ignored
    probe: str = "outputs"
    tolerance: float = 1e-6
    absolute: float = 0.0
    floats: bool = False                 # arrays of integers lose the part "type"
    silent: bool = False                 # warnings cost the part "no warnings"
    uses: tuple = ()
    advice: tuple = ()                   # names in course.checking.advice, beside those that fit everywhere
    bonus: bool = False
    refuses: bool = False
    keeps_inputs: bool = False           # some argument can be changed in place
    see: str = ""                        # heading of the notebook section to read again

    def part_of(self, observation):
        """The value part that an observation belongs to."""
        if self.parts is None:
            return "values"
        if self.parts == "each":
            return observation
        return next((part for part, names in self.parts.items() if observation in names), "values")

    def applies(self, option, output):
        """Whether a True-or-names option holds for one output."""
        return option is True or (option is not False and option is not None and output in option)

    def as_data(self):
        return asdict(self)

    @classmethod
    def from_data(cls, data):
        known = {f.name for f in fields(cls)}
        values = {key: tuple(item) if isinstance(item, list) else item for key, item in data.items() if key in known}
        return cls(**values)
