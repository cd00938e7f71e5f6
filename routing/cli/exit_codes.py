"""What the command line's exit codes mean; the same in every verb."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of ``zhida``; where several hold, the first in this order is given."""

    DONE = 0
    INTERNAL = 1
    INPUT_REFUSED = 2
    PROVIDER_FAILED = 3
    AUDIT_FOUND_VIOLATIONS = 4
    PEOPLE_LEFT_OUT = 5
