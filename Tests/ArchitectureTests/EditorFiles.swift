import Foundation
import Shell

/// The files that teach editors the language.
struct EditorFiles {
  private let words: EditorWords

  init(_ catalog: Catalog) { words = EditorWords(catalog) }

  /// Each file's path below the package's folder, and its text.
  var all: [String: String] {
    [
      "editors/vim/syntax/ae.vim": vim,
      "editors/textmate/syntaxes/ae.tmLanguage.json": textMate,
      "editors/pygments/ae_lexer.py": pygments,
    ]
  }

  private func alternatives(_ words: [String], _ bar: String = "|") -> String {
    words.joined(separator: bar)
  }
}

// MARK: Vim

extension EditorFiles {
  private func keywords(_ group: String, _ words: [String]) -> String {
    "syn keyword \(group) " + words.joined(separator: " ")
  }

  private var vim: String {
    let bar = "\\|"
    let start =
      #"\%(\%(^\|[;{}]\|\<\%("# + alternatives(words.wrappers, bar) + #"\)\>\)\s*\)\@<="#
    return #"""
      " Vim syntax of aerepl's scripts.
      " \#(EditorWords.origin)

      if exists("b:current_syntax")
        finish
      endif

      syn case match
      \#(keywords("aeConditional", words.conditionals))
      \#(keywords("aeRepeat", words.loops))
      \#(keywords("aeException", words.exceptions))
      \#(keywords("aeOperator", words.operators))
      \#(keywords("aeConstant", words.constants))
      \#(keywords("aeStatement", words.statements))
      \#(keywords("aeVariable", words.variables))

      syn match aeFunction /\<\%(\#(alternatives(words.functions, bar))\)\>\ze\s*(/
      syn match aeOption /\%(^\|[ \t(,]\)\@1<=\%(\#(alternatives(words.options, bar))\)\ze=[^=]/
      syn match aeNumber /\<\d[0-9_]*\%(\.\d[0-9_]*\)\?\%([eE][-+]\?\d\+\)\?\>/
      syn match aeNumber /\%(^\|[^.0-9A-Za-z_]\)\@1<=\.\d[0-9_]*\%([eE][-+]\?\d\+\)\?\>/
      syn match aeCommand /\#(start)\%(\#(alternatives(words.commands, bar))\)\>\ze\s*?\@!/

      syn match aeEscape /\\\%([nt"\\]\|u{\x\+}\)/ contained
      syn region aeParentheses start=/(/ end=/)/ contained transparent contains=TOP
      syn region aeInterpolation matchgroup=aeDelimiter start=/\\(/ end=/)/ contained contains=TOP,aeParentheses
      syn region aeString start=/"/ skip=/\\\\\|\\"/ end=/"/ oneline contains=aeEscape,aeInterpolation
      syn region aeString start=/"""/ skip=/\\\\\|\\"/ end=/"""/ contains=aeEscape,aeInterpolation
      syn region aeString start=/'/ end=/'/ oneline

      syn match aeComment /\%(^\|\s\)\@1<=#.*$/ contains=@Spell
      syn match aeShell /^\s*\zs!.*$/
      syn match aeHelp /^\s*\zs?\s*\w\+/
      syn match aeHelp /^\s*\zs\w\+\s*?\ze\s*$/

      syn sync minlines=50

      hi def link aeConditional Conditional
      hi def link aeRepeat Repeat
      hi def link aeException Exception
      hi def link aeOperator Operator
      hi def link aeConstant Constant
      hi def link aeStatement Statement
      hi def link aeFunction Function
      hi def link aeVariable Identifier
      hi def link aeOption Type
      hi def link aeNumber Number
      hi def link aeCommand Statement
      hi def link aeEscape SpecialChar
      hi def link aeDelimiter Delimiter
      hi def link aeString String
      hi def link aeComment Comment
      hi def link aeShell PreProc
      hi def link aeHelp Special

      let b:current_syntax = "ae"

      """#
  }
}

// MARK: TextMate

extension EditorFiles {
  private var textMate: String {
    let grammar: [String: Any] = [
      "$schema":
        "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
      "comment": EditorWords.origin,
      "name": "aerepl",
      "scopeName": "source.ae",
      "fileTypes": ["ae"],
      "firstLineMatch": #"^#!.*\baerepl\b"#,
      "patterns": [["include": "#statement"], ["include": "#expression"]],
      "repository": [
        "statement": ["patterns": statements], "expression": ["patterns": expressions],
      ],
    ]
    let options: JSONSerialization.WritingOptions = [
      .prettyPrinted, .sortedKeys, .withoutEscapingSlashes,
    ]
    let data = try? JSONSerialization.data(withJSONObject: grammar, options: options)
    return String(decoding: data ?? Data(), as: UTF8.self) + "\n"
  }

  private var statements: [[String: Any]] {
    let wrapper = "\\b(?:\(alternatives(words.wrappers)))\\b\\s+"
    return [
      rule("comment.line.number-sign.ae", #"(?:^|(?<=\s))#.*$"#),
      rule("string.unquoted.shell.ae", #"^\s*!.*$"#),
      rule("support.function.help.ae", #"^\s*(\?\s*\w+|\w+\s*\?\s*$)"#),
      [
        "match":
          "(?:^|(?<=[;{}]))\\s*((?:\(wrapper))*)(\(alternatives(words.commands)))\\b(?!\\s*\\?)",
        "captures": [
          "1": ["name": "keyword.other.command.ae"], "2": ["name": "keyword.other.command.ae"],
        ],
      ],
      rule(
        "variable.parameter.option.ae",
        "(?:(?<=[\\s(,]))(\(alternatives(words.options)))(?==(?!=))"
      ),
    ]
  }

  private var expressions: [[String: Any]] {
    let control = words.conditionals + words.loops + words.exceptions + words.statements
    return [
      string("string.quoted.triple.ae", #"""""#, #"""""#),
      string("string.quoted.double.ae", "\"", #""|$"#),
      ["name": "string.quoted.single.ae", "begin": "'", "end": "'|$"],
      rule("keyword.control.ae", "\\b(?:\(alternatives(control)))\\b"),
      rule("keyword.operator.word.ae", "\\b(?:\(alternatives(words.operators)))\\b"),
      rule("constant.language.ae", "\\b(?:\(alternatives(words.constants)))\\b"),
      rule(
        "constant.numeric.ae",
        #"(?<![\w.])(?:\d[\d_]*(?:\.\d[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?\b"#
      ),
      rule("support.function.ae", "\\b(?:\(alternatives(words.functions)))\\b(?=\\s*\\()"),
      rule("support.variable.ae", "\\b(?:\(alternatives(words.variables)))\\b"),
      rule("keyword.operator.ae", #"//|==|!=|<=|>=|\.\.|[-+*/%@^<>=]"#),
    ]
  }

  private func rule(_ name: String, _ match: String) -> [String: Any] {
    ["name": name, "match": match]
  }

  private func string(_ name: String, _ begin: String, _ end: String) -> [String: Any] {
    [
      "name": name, "begin": begin, "end": end,
      "patterns": [
        rule("constant.character.escape.ae", #"\\(?:[nt"\\]|u\{[0-9A-Fa-f]+\})"#),
        [
          "name": "meta.embedded.ae", "begin": #"\\\("#, "end": #"\)"#,
          "patterns": [["include": "#group"], ["include": "#expression"]],
        ],
      ],
    ]
  }
}

// MARK: Pygments

extension EditorFiles {
  private func list(_ words: [String]) -> String {
    var lines: [String] = []
    for word in words.map({ "\"\($0)\"," }) {
      if let last = lines.last, last.count + word.count < 88 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append("    \(word)")
      }
    }
    return "(\n" + lines.joined(separator: "\n") + "\n)"
  }

  private var pygments: String {
    let control = words.conditionals + words.loops + words.exceptions + words.statements
    return #"""
      """Pygments lexer of aerepl's scripts.

      \#(EditorWords.origin)
      """

      from pygments.lexer import RegexLexer, bygroups, default, words
      from pygments.token import (
          Comment, Keyword, Name, Number, Operator, Punctuation, String, Text, Whitespace,
      )

      __all__ = ["AeLexer"]

      COMMANDS = \#(list(words.commands))

      WRAPPERS = \#(list(words.wrappers))

      OPTIONS = \#(list(words.options))

      FUNCTIONS = \#(list(words.functions))

      VARIABLES = \#(list(words.variables))

      CONTROL = \#(list(control))

      OPERATORS = \#(list(words.operators))

      CONSTANTS = \#(list(words.constants))


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

      """#
  }
}
