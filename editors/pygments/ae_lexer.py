"""Pygments lexer of aerepl's scripts.

Generated from the catalogue of commands; the tests write it with AEREPL_UPDATE_DOCS=1.
"""

from pygments.lexer import RegexLexer, bygroups, default, words
from pygments.token import (
    Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace,
)

__all__ = ["AeLexer"]

COMMANDS = (
    "assert", "batch", "checkpoint", "clear", "dataset", "device", "eprint", "error",
    "eval", "help", "history", "input", "inspect", "load", "loss", "model", "optimizer",
    "plot", "print", "quit", "read", "reset", "resume", "save", "seed", "set", "source",
    "step", "summary", "threads", "time", "train", "vars", "version",
)

WRAPPERS = (
    "time",
)

OPTIONS = (
    "activation", "azimuth", "beta1", "beta2", "bias", "bins", "checkpoint", "classes",
    "colors", "count", "dims", "dir", "display", "download", "elevation", "epochs",
    "eps", "error", "every", "first", "force", "from", "grid", "height", "image", "key",
    "label", "labels", "last", "layer", "limit", "log", "lr", "mean", "momentum",
    "name", "nonfinite", "output", "plot", "prompt", "scale", "seed", "shuffle", "size",
    "split", "start", "status", "std", "steps", "test", "testlabels", "title",
    "weight_decay", "width", "xlabel",
)

FUNCTIONS = (
    "abs", "activation", "all", "allclose", "any", "arange", "argmax", "argmin", "cat",
    "ceil", "clamp", "decode", "dot", "encode", "env", "evaluate", "exists", "exp",
    "eye", "flatten", "floor", "fmt", "full", "grad", "int", "isfinite", "isnan",
    "join", "keys", "len", "linspace", "log", "lower", "matmul", "max", "maximum",
    "mean", "median", "min", "minimum", "norm", "now", "num", "ones", "param",
    "permute", "quantile", "rand", "randn", "range", "rank", "reconstruct", "relu",
    "reshape", "round", "shape", "sigmoid", "size", "sort", "split", "sqrt", "squeeze",
    "stack", "std", "str", "sum", "tanh", "tensor", "topk", "transpose", "type",
    "unsqueeze", "upper", "var", "zeros",
)

VARIABLES = (
    "args", "status", "test_x", "test_y", "train_x", "train_y",
)

CONTROL = (
    "if", "else", "for", "in", "while", "try", "catch", "let", "func", "return",
    "break", "continue",
)

OPERATORS = (
    "and", "or", "not",
)

CONSTANTS = (
    "true", "false", "nil", "inf", "nan",
)


class AeLexer(RegexLexer):
    """The language of aerepl, a scripting REPL for autoencoders."""

    name = "aerepl"
    aliases = ["ae", "aerepl"]
    filenames = ["*.ae"]
    mimetypes = ["text/x-ae"]

    tokens = {
        "root": [
            (r"\A#!.*$", Comment.Hashbang),
            (r"[ \t]*![^\n]*", String.Other, "statement"),
            (r"([ \t]*)(\?[ \t]*\w+)", bygroups(Whitespace, Name.Builtin.Pseudo), "statement"),
            (r"([ \t]*)(\w+[ \t]*\?)(?=[ \t]*$)",
             bygroups(Whitespace, Name.Builtin.Pseudo), "statement"),
            (r"[ \t]+", Whitespace),
            (r"\n", Whitespace),
            (r"#[^\n]*", Comment.Single),
            (words(WRAPPERS, suffix=r"\b"), Keyword.Reserved),
            (words(COMMANDS, suffix=r"\b"), Keyword.Reserved, "statement"),
            (r"[;{}]", Punctuation),
            default("statement"),
        ],
        "statement": [
            (r"\\\r?\n", Whitespace),
            (r"\n", Whitespace, "#pop"),
            (r"[;{}]", Punctuation, "#pop"),
            (words(OPTIONS, prefix=r"(?<=[\s(,])", suffix=r"(?==(?!=))"), Name.Attribute),
            (r"[(\[]", Punctuation, "group"),
            (r"[)\]]", Punctuation),
            (r"(?<=\s)#[^\n]*", Comment.Single),
            (r"[ \t]+", Whitespace),
            default("expression"),
        ],
        "group": [
            (r"[(\[]", Punctuation, "#push"),
            (r"[)\]]", Punctuation, "#pop"),
            (r"(?<=\s)#[^\n]*", Comment.Single),
            (r"\s+", Whitespace),
            default("expression"),
        ],
        "expression": [
            (r'"""', String.Double, ("#pop", "block")),
            (r'"', String.Double, ("#pop", "string")),
            (r"'[^'\n]*'?", String.Single, "#pop"),
            (r"(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?", Number, "#pop"),
            (words(CONTROL, prefix=r"\b", suffix=r"\b"), Keyword, "#pop"),
            (words(OPERATORS, prefix=r"\b", suffix=r"\b"), Operator.Word, "#pop"),
            (words(CONSTANTS, prefix=r"\b", suffix=r"\b"), Keyword.Constant, "#pop"),
            (words(FUNCTIONS, prefix=r"\b", suffix=r"(?=\s*\()"), Name.Builtin, "#pop"),
            (words(VARIABLES, prefix=r"\b", suffix=r"\b"), Name.Builtin, "#pop"),
            (r"[^\W\d]\w*", Name, "#pop"),
            (r"//|==|!=|<=|>=|\.\.|[-+*/%@^<>=]", Operator, "#pop"),
            (r"[,.:?]", Punctuation, "#pop"),
            (r".", Text, "#pop"),
        ],
        "string": [
            (r"\\\(", String.Interpol, "interpolation"),
            (r"\\(?:u\{[0-9A-Fa-f]+\}|.)", String.Escape),
            (r'"|(?=\n)', String.Double, "#pop"),
            (r'[^"\\\n]+', String.Double),
        ],
        "block": [
            (r"\\\(", String.Interpol, "interpolation"),
            (r"\\(?:u\{[0-9A-Fa-f]+\}|.|\n)", String.Escape),
            (r'"""', String.Double, "#pop"),
            (r'[^"\\]+|"', String.Double),
        ],
        "interpolation": [
            (r"\)", String.Interpol, "#pop"),
            (r"[(\[]", Punctuation, "group"),
            (r"\s+", Whitespace),
            default("expression"),
        ],
    }
