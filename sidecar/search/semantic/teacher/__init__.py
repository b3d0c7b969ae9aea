"""Local models that say what a text means: ONNX sentence models, and ready static ones.

Only building uses them, in a process of its own: nothing here is imported to answer a request.
"""

from sidecar.search.semantic.teacher.opening import open_teacher
from sidecar.search.semantic.teacher.protocol import NotInstalled, Teacher, UnusableModel

__all__ = ["NotInstalled", "Teacher", "UnusableModel", "open_teacher"]
