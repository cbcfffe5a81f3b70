"""The person behind a request, as far as everything below the people themselves needs to know."""

from dataclasses import dataclass

from qa.platform.errors import Forbidden
from qa.platform.security.roles import Right, Role, may


class RightMissing(Forbidden):
    """The person's role does not include the right."""

    def __init__(self, role: Role, right: Right) -> None:
        self.role, self.right = role, right
        super().__init__(f"the role {role} does not include {right}")


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking. Queries take it and return only what this person may see."""

    person_id: str
    role: Role

    def may(self, right: Right) -> bool:
        """Whether the role includes the right."""
        return may(self.role, right)

    def require(self, right: Right) -> None:
        """Raises RightMissing unless the role includes the right."""
        if not self.may(right):
            raise RightMissing(self.role, right)
