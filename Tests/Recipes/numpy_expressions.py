"""Writes tensor expressions with NumPy's results, for NumPyTests.

Run it with NumPy 2 from the root of the repository:

    python Tests/Recipes/numpy_expressions.py > Tests/ScriptTests/Fixtures/numpy_expressions.txt

The operands come first, as `let` lines. Every other line is a case: an expression (or statements
that end with one), its shape, and its elements, separated by tabs; an integer or a bool has the
word `integer` or `bool` in place of a shape. All arithmetic is that of float32 arrays. The
choices repeat by the seed, so that the file changes only where this recipe does.
"""

import random
import warnings

import numpy as np

warnings.filterwarnings("ignore")
np.seterr(all="ignore")
RANDOM = random.Random(20240501)
F = np.float32

SHAPES = {
    "a": (), "b": (1,), "c": (5,), "d": (3, 4), "e": (3, 1), "f": (1, 4), "g": (2, 3, 4),
    "h": (4, 4), "k": (7,), "m": (0,), "n": (2, 0, 3), "p": (3, 4), "r": (4,), "s": (2, 1, 4),
}


def operands():
    """Quarters from -4 to 4, and one vector with what is not finite."""
    made = {
        name: np.array(
            [RANDOM.randint(-16, 16) / 4 for _ in range(int(np.prod(shape)))], F
        ).reshape(shape)
        for name, shape in SHAPES.items()
    }
    made["w"] = np.array([1.5, np.nan, -np.inf, 0.0, np.inf, -2.0], F)
    return made


X = operands()
FULL = [name for name in X if X[name].size > 0 and name != "w"]
RANKED = [name for name in FULL if X[name].ndim > 0]


def number():
    """A plain number: an integer or quarters."""
    value = RANDOM.choice([-3, -2, -1, 1, 2, 3, 0.5, 1.25, -0.75, 2.5])
    return (str(value), value)


def leaf(names=None):
    name = RANDOM.choice(names or list(X))
    return (name, X[name])


UNARY = {
    "abs": np.abs, "exp": np.exp, "tanh": np.tanh, "floor": np.floor, "ceil": np.ceil,
    "round": np.round, "sqrt": np.sqrt, "log": np.log,
    "sigmoid": lambda x: F(1) / (F(1) + np.exp(-x)),
    "relu": lambda x: np.where(np.isnan(x), x, np.maximum(x, F(0))),
    "isnan": np.isnan, "isfinite": np.isfinite, "flatten": np.ravel,
}
BINARY = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "//": np.floor_divide,
    "%": np.remainder, "==": np.equal, "!=": np.not_equal, "<": np.less, "<=": np.less_equal,
    ">": np.greater, ">=": np.greater_equal,
}
REDUCTIONS = {
    "sum": np.sum, "mean": np.mean, "std": np.std, "var": np.var, "min": np.min, "max": np.max,
    "norm": np.linalg.norm, "median": np.median, "any": np.any, "all": np.all,
    "argmin": np.argmin, "argmax": np.argmax,
}


def unary():
    name = RANDOM.choice(list(UNARY))
    text, value = leaf()
    if name.startswith("is") and value.ndim == 0:
        text, value = leaf(RANKED)
    return (f"{name}({text})", UNARY[name](value))


def binary():
    while True:
        left, right = leaf(), leaf()
        if RANDOM.random() < 0.25:
            right = number()
        if RANDOM.random() < 0.15 and isinstance(right[1], np.ndarray):
            left = number()
        symbol = RANDOM.choice(list(BINARY))
        try:
            value = BINARY[symbol](left[1], right[1])
        except ValueError:
            continue
        if np.ndim(value) == 0 and value.dtype == bool:
            continue
        return (f"{left[0]} {symbol} {right[0]}", value)


def power():
    text, value = leaf(FULL)
    if RANDOM.random() < 0.5:
        exponent = RANDOM.choice([0, 1, 2, 3, -1, 0.5])
        return (f"{text} ^ {exponent}", np.power(value, F(exponent)))
    base = RANDOM.choice([2, 0.5, 3])
    return (f"{base} ^ {text}", np.power(F(base), value))


def pairwise():
    while True:
        (a, x), (b, y) = leaf(), leaf()
        name, function = RANDOM.choice([("minimum", np.minimum), ("maximum", np.maximum)])
        try:
            return (f"{name}({a}, {b})", function(x, y))
        except ValueError:
            continue


def bound(extent):
    return RANDOM.choice([None, *range(-extent - 2, extent + 3)])


def one_slice(extent):
    low, high = bound(extent), bound(extent)
    step = RANDOM.choice([None, None, 1, 2, 3, -1, -2, -3])
    text = ("" if low is None else str(low)) + ":" + ("" if high is None else str(high))
    return (text if step is None else f"{text}:{step}", slice(low, high, step))


def subscript(shape):
    """Indices and slices for some of the leading axes."""
    texts, parts = [], []
    for extent in shape[: RANDOM.randint(1, len(shape))]:
        if extent > 0 and RANDOM.random() < 0.35:
            index = RANDOM.randint(-extent, extent - 1)
            texts.append(str(index))
            parts.append(index)
        else:
            text, part = one_slice(extent)
            texts.append(text)
            parts.append(part)
    return (", ".join(texts), tuple(parts))


def selection():
    text, value = leaf([name for name in X if X[name].ndim > 0])
    shown, parts = subscript(value.shape)
    return (f"{text}[{shown}]", value[parts])


def assignment():
    while True:
        text, value = leaf(RANKED)
        shown, parts = subscript(value.shape)
        changed = value.copy()
        source, new = RANDOM.choice([number(), leaf(FULL)])
        symbol = RANDOM.choice(["=", "=", "+=", "*="])
        try:
            if symbol == "=":
                changed[parts] = new
            elif symbol == "+=":
                changed[parts] += new
            else:
                changed[parts] *= new
        except ValueError:
            continue
        return (f"let t = {text} + 0; t[{shown}] {symbol} {source}; t", changed)


def reduction(base=None):
    text, value = base or leaf()
    name = RANDOM.choice(list(REDUCTIONS))
    if value.ndim == 0:
        name = RANDOM.choice(["sum", "mean", "max", "norm"])
    axis = None if value.ndim == 0 else RANDOM.choice([None, *range(-value.ndim, value.ndim)])
    if value.size == 0 and name not in ("sum", "mean", "any", "all", "norm"):
        name = "sum"
    if name == "norm":
        result = np.sqrt(np.sum(np.square(value.astype(np.float64)), axis=axis)).astype(F)
    elif name in ("mean", "std", "var", "sum"):
        result = REDUCTIONS[name](value.astype(np.float64), axis=axis).astype(F)
    else:
        result = REDUCTIONS[name](value, axis=axis)
    if axis is not None:
        # Along an axis the result is a tensor, of numbers, even where no axis is left.
        result = np.asarray(result, F)
    return (f"{name}({text}{'' if axis is None else f', axis={axis}'})", result)


def quantile():
    text, value = leaf(RANKED + ["w"])
    q = RANDOM.choice([0, 0.1, 0.25, 0.5, 0.75, 0.9, 1])
    axis = RANDOM.choice([None, *range(-value.ndim, value.ndim)])
    finite = value.astype(np.float64)
    if not np.isfinite(finite).all():
        text, finite = "c", X["c"].astype(np.float64)
        axis = None
    result = np.quantile(finite, q, axis=axis)
    return (f"quantile({text}, {q}{'' if axis is None else f', axis={axis}'})", F(result))


def ordering():
    text, value = leaf(RANKED + ["w"])
    if RANDOM.random() < 0.5:
        axis = RANDOM.choice(range(-value.ndim, value.ndim))
        return (f"sort({text}, axis={axis})", np.sort(value, axis=axis))
    text, value = leaf(RANKED)
    count = RANDOM.randint(0, value.shape[-1])
    return (f"topk({text}, {count})", -np.sort(-value, axis=-1)[..., :count])


def shaping():
    text, value = leaf([name for name in X if X[name].ndim > 1])
    order = list(range(value.ndim))
    RANDOM.shuffle(order)
    axis = RANDOM.randint(-value.ndim - 1, value.ndim)
    forms = [
        (f"transpose({text})", np.transpose(value)),
        (f"permute({text}, {', '.join(map(str, order))})", np.transpose(value, order)),
        (f"permute({text}, {order})", np.transpose(value, order)),
        (f"unsqueeze({text}, {axis})", np.expand_dims(value, axis)),
        (f"reshape({text}, {value.size})", value.reshape(value.size)),
        (f"squeeze({text})", np.squeeze(value)),
    ]
    if value.size > 0:
        width = value.shape[-1]
        forms.append((f"reshape({text}, {width}, -1)", value.reshape(width, -1)))
        forms.append((f"reshape({text}, [-1, 1, {width}])", value.reshape(-1, 1, width)))
    return RANDOM.choice(forms)


def joining():
    (a, x), (b, y) = RANDOM.choice(
        [(("d", X["d"]), ("p", X["p"])), (("d", X["d"]), ("h", X["h"])),
         (("c", X["c"]), ("k", X["k"])), (("e", X["e"]), ("d", X["d"]))]
    )
    fitting = [
        axis for axis in range(-x.ndim, x.ndim)
        if all(x.shape[i] == y.shape[i] for i in range(x.ndim) if i != axis % x.ndim)
    ]
    if x.shape == y.shape and RANDOM.random() < 0.5:
        axis = RANDOM.randint(-x.ndim - 1, x.ndim)
        return (f"stack([{a}, {b}], axis={axis})", np.stack([x, y], axis=axis))
    axis = RANDOM.choice(fitting)
    return (f"cat([{a}, {b}], axis={axis})", np.concatenate([x, y], axis=axis))


def product():
    pairs = [("d", "h"), ("h", "h"), ("d", "r"), ("r", "h"), ("r", "r"), ("e", "f"), ("c", "c")]
    a, b = RANDOM.choice(pairs)
    form = RANDOM.choice(["{} @ {}", "matmul({}, {})", "{} @ transpose(transpose({}))"])
    return (form.format(a, b), (X[a].astype(np.float64) @ X[b].astype(np.float64)).astype(F))


def nested(depth):
    """Operators within operators within a reduction or a slice."""
    if depth == 0:
        return leaf(FULL) if RANDOM.random() < 0.8 else number()
    while True:
        left, right = nested(depth - 1), nested(depth - 1)
        symbol, function = RANDOM.choice([("+", np.add), ("-", np.subtract), ("*", np.multiply)])
        if not (isinstance(left[1], np.ndarray) or isinstance(right[1], np.ndarray)):
            continue
        try:
            value = np.asarray(function(left[1], right[1]), F)
        except ValueError:
            continue
        form = RANDOM.choice(["({0} {1} {2})", "-({0} {1} {2})", "tanh({0} {1} {2})"])
        if form[0] == "-":
            value = -value
        elif form[0] == "t":
            value = np.tanh(value)
        return (form.format(left[0], symbol, right[0]), value)


def composed():
    base = nested(RANDOM.randint(1, 3))
    if base[1].ndim > 0 and RANDOM.random() < 0.4:
        shown, parts = subscript(base[1].shape)
        return (f"{base[0]}[{shown}]" if base[0][0] in "(t" else f"({base[0]})[{shown}]",
                base[1][parts])
    if RANDOM.random() < 0.6:
        return reduction(base)
    return base


def element(value):
    value = F(value)
    if np.isnan(value):
        return "nan"
    return repr(float(value)) if np.isinf(value) else np.format_float_positional(
        value, unique=True, trim="-"
    ) if 1e-4 <= abs(value) < 1e7 or value == 0 else np.format_float_scientific(
        value, unique=True, trim="-"
    )


def line(case):
    text, value = case
    value = np.asarray(value)
    if value.ndim == 0 and value.dtype == bool:
        return f"{text}\tbool\t{str(bool(value)).lower()}"
    if value.ndim == 0 and np.issubdtype(value.dtype, np.integer):
        return f"{text}\tinteger\t{int(value)}"
    shape = "[" + ", ".join(map(str, value.shape)) + "]"
    return f"{text}\t{shape}\t" + " ".join(element(x) for x in value.ravel())


def literal(value):
    if value.ndim == 0:
        return element(value)
    return "[" + ", ".join(literal(part) for part in value) + "]"


FAMILIES = [
    (unary, 60), (binary, 130), (power, 25), (pairwise, 25), (selection, 110), (assignment, 60),
    (reduction, 120), (quantile, 25), (ordering, 35), (shaping, 40), (joining, 25), (product, 20),
    (composed, 80),
]

if __name__ == "__main__":
    for name, value in X.items():
        if value.size == 0:
            shape = ", ".join(map(str, value.shape))
            print(f"let {name} = zeros({shape})")
        else:
            print(f"let {name} = tensor({literal(value)})")
    for family, count in FAMILIES:
        seen = set()
        for _ in range(count * 3):
            case = line(family())
            if case not in seen and len(seen) < count:
                seen.add(case)
                print(case)
