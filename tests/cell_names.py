"""What a code cell reads, binds and changes of the names that the cells of a notebook share."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass, field

IN_PLACE = frozenset(
    ("add", "append", "clear", "discard", "extend", "insert", "pop", "popitem", "remove")
) | {"reverse", "setdefault", "sort", "update"}
MODULES = frozenset(("nn", "np", "torch"))  # `nn.init.zeros_(x)` changes x
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass
class Names:
    """The names of one cell; none of them is local to a function, class or comprehension.

    >>> names = names_of("total = 0\\nfor x in xs:\\n    total += x\\nseen.append(total)")
    >>> sorted(names.read), sorted(names.bound), sorted(names.changed)
    (['seen', 'xs'], ['total', 'x'], ['seen'])
    """

    read: set[str] = field(default_factory=set)  # unless the cell itself has bound them before
    later: set[str] = field(default_factory=set)  # of these: by its functions and classes only
    bound: dict[str, str | None] = field(default_factory=dict)  # name -> its import or definition
    changed: set[str] = field(default_factory=set)  # in place, and bound by another cell
    uses: dict[str, set[str]] = field(default_factory=dict)  # definition -> what it reads


def names_of(source: str) -> Names:
    """The names of a cell's source. Lines of IPython's own (`%`, `!`) are passed over."""
    lines = source.splitlines()
    plain = "\n".join("" if line.startswith(("%", "!")) else line for line in lines)
    names = Names()
    take(ast.parse(plain).body, names)
    used = set().union(*names.uses.values()) - names.bound.keys()
    names.later = used - names.read  # functions run when all of the cell is bound
    names.read |= used
    return names


def take(statements: list[ast.stmt], names: Names) -> None:
    """Adds what statements do, one after another; branches count as if all of them ran."""
    for statement in statements:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            for alias in statement.names:
                name = alias.asname or alias.name.split(".")[0]
                names.bound[name] = f"{getattr(statement, 'module', '')}.{alias.name}"
            continue
        if isinstance(statement, Definition):
            names.uses[statement.name] = read_in(statement)
            names.bound[statement.name] = ast.unparse(statement)
            continue
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            names.read |= {statement.target.id} - names.bound.keys()
        for part in parts(statement):
            if isinstance(part, list):
                take(part, names)
                continue
            names.read |= read_in(part) - names.bound.keys()
            names.changed |= changed_in(part) - names.bound.keys()
            for name in bound_in(part):
                names.bound[name] = None


def parts(statement: ast.stmt) -> Iterator[ast.AST | list[ast.stmt]]:
    """What a statement is made of in the order in which it runs; a block of others as a list."""
    targets = []
    for name, value in ast.iter_fields(statement):
        several = value if isinstance(value, list) else [value]
        several = [one for one in several if isinstance(one, ast.AST)]
        if several and isinstance(several[0], ast.stmt):
            yield from targets
            targets = []
            yield several
        elif several and isinstance(several[0], ast.ExceptHandler | ast.match_case):
            yield from (handler.body for handler in several)
        elif name in ("target", "targets"):
            targets += several
        else:
            yield from several
    yield from targets


def read_in(node: ast.AST) -> set[str]:
    """The names that code reads and does not itself hold in a function or comprehension."""
    top = symtable.symtable(as_statement(node), "cell", "exec")
    tables, found = [top], set()
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (table is top or symbol.is_global()):
                found.add(symbol.get_name())
    return found


def bound_in(node: ast.AST) -> set[str]:
    """The names that an assignment's target, a `with` or a walrus binds at the top."""
    top = symtable.symtable(as_statement(node), "cell", "exec")
    return {symbol.get_name() for symbol in top.get_symbols() if symbol.is_assigned()}


def as_statement(node: ast.AST) -> str:
    """Code of the same names as a part of a statement."""
    text = ast.unparse(node)
    if isinstance(node, ast.withitem):
        return f"with {text}: pass"
    if isinstance(getattr(node, "ctx", None), ast.Store):
        return f"{text} = 0"
    return f"del {text}" if isinstance(getattr(node, "ctx", None), ast.Del) else text


def changed_in(node: ast.AST) -> set[str]:
    """The names of what is changed in place: `x[0] = …`, `x.y = …`, `x.add_(…)`, `fit(x, …)`."""
    found = set()
    for part in ast.walk(node):
        changed = None
        if isinstance(part, ast.Subscript | ast.Attribute) and not isinstance(part.ctx, ast.Load):
            changed = part
        elif isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
            method, root = part.func.attr, root_of(part.func)
            if method.endswith("_") and not method.endswith("__"):  # as all of torch's are named
                changed = part.args[0] if root in MODULES and part.args else part.func
            elif method in IN_PLACE and root not in MODULES:
                changed = part.func
        elif isinstance(part, ast.Call) and root_of(part.func) == "fit" and part.args:
            changed = part.args[0]  # training.fit trains in place
        if changed is not None:
            found.add(root_of(changed))
    return found & read_in(node)  # what functions and comprehensions hold is theirs


def root_of(node: ast.AST) -> str | None:
    """The name that `x[0].y` begins with; None when it begins otherwise."""
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None
