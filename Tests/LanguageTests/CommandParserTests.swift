import Language
import Testing

@Suite struct CommandParserTests {
  @Test(arguments: [
    ("train", "<train>"),
    ("train 5", "<train 5>"),
    ("train -3", "1:7 value: train's epochs must be a whole number from 0 to 1000000, not -3"),
    ("train n", "<train n>"),
    ("train -n", "<train (- n)>"),
    ("train int(args[0])", "<train (call int (at args 0))>"),
    ("train (n + 1)", "<train (+ n 1)>"),
    ("train epochs=n lr=1e-3", "<train epochs=n lr=0.001>"),
    ("train lr=(1/1000) 5", "<train 5 lr=(/ 1 1000)>"),
    ("train 1e3", "<train 1000.0>"),
    ("train 5 # five", "<train 5>"),
    ("train 5 \\\n  lr=1", "<train 5 lr=1>"),
    ("train 5; train 6", "<train 5>; <train 6>"),
    ("if x { train 5 }", "(if x {<train 5>})"),
    (
      "model 784 128 64 activation=relu bias=true", "<model 784 128 64 activation='relu' bias=true>"
    ),
    ("model n dims=[0,1]", "<model n dims=[0 1]>"),
    ("model 784 x (y)", "<model 784 x y>"),
    ("model activation=\"relu\"", "<model activation=\"relu\">"),
    ("model activation=(name)", "<model activation=name>"),
    ("dataset", "<dataset>"),
    (
      "dataset mnist dir=/a/b c limit=5",
      "1:24 type: dataset mnist takes no values, found another: 'c'"
    ),
    ("dataset mnist dir=/a/b#c limit=5", "<dataset @mnist dir='/a/b#c' limit=5>"),
    ("dataset mnist dir=\"a b\"", "<dataset @mnist dir=\"a b\">"),
    ("dataset mnist dir=\"\\(home)/x\"", "<dataset @mnist dir=`\\home/x`>"),
    ("dataset idx a.idx labels=b.idx", "<dataset @idx 'a.idx' labels='b.idx'>"),
    ("source run.ae 1 -x \"a b\" (y)", "<source 'run.ae' '1' '-x' \"a b\" y>"),
    ("source a\\b.ae", "<source 'a\\b.ae'>"),
    ("input name \"your name: \"", "<input 'name' \"your name: \">"),
    ("time train 5", "<time {<train 5>}>"),
    ("time x = f()", "<time {(= x (call f))}>"),
    ("time time print 1", "<time {<time {<print 1>}>}>"),
    ("time for i in x { print i }", "<time {(for i x {<print i>})}>"),
  ])
  func `reads values by their kinds`(text: String, tree: String) {
    #expect(Reading.dump(text) == tree)
  }

  @Test(arguments: [
    ("print", "<print>"),
    ("print \"loss\", x + 1", "<print \"loss\" (+ x 1)>"),
    ("print -x", "<print (- x)>"),
    ("print (1)+2", "<print (+ 1 2)>"),
    ("print(1)+2", "<print (+ 1 2)>"),
    ("print f (x)", "<print (call f x)>"),
    ("print not a", "<print (not a)>"),
    ("print [1,\n 2], 3", "<print [1 2] 3>"),
    ("print a, \\\n b", "<print a b>"),
    ("print a == b", "<print (cmp a == b)>"),
    ("inspect encoder.0.weight", "<inspect <encoder.0.weight>>"),
    ("inspect encoder.0.weight[0] * 2", "<inspect (* (at <encoder.0.weight> 0) 2)>"),
    ("print abs(decoder.6.bias)", "<print (call abs <decoder.6.bias>)>"),
    ("inspect x.y", "<inspect (. x y)>"),
    ("plot recon", "<plot @recon>"),
    ("plot recon count=3 from=train", "<plot @recon count=3 from='train'>"),
    ("plot recon title=\"a b\" count=3", "<plot @recon title=\"a b\" count=3>"),
    ("plot recon2, x", "<plot recon2 x>"),
    ("plot recon.loss", "<plot (. recon loss)>"),
    ("plot x, y title=T", "<plot x y title='T'>"),
    ("plot hist encoder.0.weight", "<plot @hist <encoder.0.weight>>"),
    ("plot hist x + 1 title=T", "<plot @hist (+ x 1) title='T'>"),
    ("plot interpolate 1 (i + 1)", "<plot @interpolate 1 (+ i 1)>"),
    ("save recon.png", "<save 'recon.png'>"),
    ("save recon.png recon", "<save @recon 'recon.png'>"),
    (
      "save codes.npy encode(test_x) force=true",
      "<save 'codes.npy' (call encode test_x) force=true>"
    ),
    ("save \"my file.npy\" x", "<save \"my file.npy\" x>"),
    ("save (path) x", "<save path x>"),
    ("save a.npy decoder.6.bias", "<save 'a.npy' <decoder.6.bias>>"),
  ])
  func `reads whole expressions where a command takes them`(text: String, tree: String) {
    #expect(Reading.dump(text) == tree)
  }

  @Test(arguments: [
    ("print(\"a\", x)", "<print \"a\" x>"),
    ("print()", "<print>"),
    ("print(\n  a,\n  b # c\n)", "<print a b>"),
    ("print(a)(b)", "<print (call a b)>"),
    ("print(a)[0]", "<print (at a 0)>"),
    ("print(a), b", "<print a b>"),
    ("print((a))", "<print a>"),
    ("print(a); b", "<print a>; b"),
    ("train(5)", "<train 5>"),
    ("train(5, lr=0.1)", "<train 5 lr=0.1>"),
    ("train(5) lr=0.1", "<train 5 lr=0.1>"),
    ("train(epochs=5)", "<train epochs=5>"),
    ("model(784, 128, 64)", "<model 784 128 64>"),
    ("quit()", "<quit>"),
    ("quit(7)", "<quit 7>"),
    ("save(x.npy, y)", "<save 'x.npy' y>"),
    ("save(\"x.npy\", y, force=true)", "<save \"x.npy\" y force=true>"),
    ("plot(recon)", "<plot @recon>"),
    ("plot(recon, count=3)", "<plot @recon count=3>"),
    ("dataset(mnist, limit=5)", "<dataset @mnist limit=5>"),
    ("if x { quit() }", "(if x {<quit>})"),
  ])
  func `drops parentheses around all values`(text: String, tree: String) {
    #expect(Reading.dump(text) == tree)
  }

  private static let epochs = "train's epochs must be a whole number from 0 to 1000000"

  @Test(arguments: [
    ("train -1", "1:7 value: \(epochs), not -1"),
    ("train 1.5", "1:7 value: \(epochs), not 1.5"),
    ("train 1e400", "1:7 value: \(epochs), not 1e400"),
    ("train nan", "1:7 value: \(epochs), not nan"),
    ("train -inf", "1:7 value: \(epochs), not -inf"),
    ("train 9223372036854775808", "1:7 value: \(epochs), not 9223372036854775808"),
    ("train -9223372036854775808", "1:7 value: \(epochs), not -9223372036854775808"),
    ("train -(-9223372036854775808)", "1:7 value: \(epochs), not -(-9223372036854775808)"),
    (
      "train 12345678901234567890123456789012345678901",
      "1:7 value: \(epochs), not 12345678901234567890123456789012345678901"
    ),
    ("train epochs=1000001", "1:14 value: \(epochs), not 1000001"),
    ("train true", "1:7 type: \(epochs), not true"),
    ("train \"5\"", "1:7 type: \(epochs), not \"5\""),
    (
      "train 5 6",
      """
      1:9 type: train takes 1 value, epochs (a whole number from 0 to 1000000), found another: '6'
      """
    ),
    ("train lr=0", "1:10 value: train's lr must be a number above 0, not 0"),
    ("train lr=true", "1:10 type: train's lr must be a number above 0, not true"),
    ("train momentum=1", "1:16 value: train's momentum must be a number from 0 to below 1, not 1"),
    ("train epoch=5", "1:7 name: train has no option 'epoch' (did you mean 'epochs'?)"),
    (
      "train foo=5",
      "1:7 name: train has no option 'foo' (its options are epochs, lr, momentum, steps)"
    ),
    ("train epochs=1 epochs=2", "1:16 syntax: the option 'epochs' is given twice"),
    ("train 5 epochs=2", "1:9 syntax: epochs is given by position and as an option"),
    ("train lr = 0.1", "1:7 syntax: no blanks stand around the '=' of an option (write 'lr=0.1')"),
    ("train lr= 0.1 5", "1:7 syntax: no blanks stand around the '=' of an option (write 'lr=0.1')"),
    ("train lr =0.1", "1:7 syntax: no blanks stand around the '=' of an option (write 'lr=0.1')"),
    ("train lr=", "1:7 syntax: the option 'lr' has no value"),
    (
      "train 2+3",
      "1:8 syntax: unexpected '+' (a value with operators needs parentheses, as in '(2+3)')"
    ),
    (
      "train n * 2",
      "1:9 syntax: unexpected '*' (a value with operators needs parentheses, as in 'train (1 + 2)')"
    ),
    (
      "train lr=1/1000",
      "1:11 syntax: unexpected '/' (a value with operators needs parentheses, as in 'lr=(1/1000)')"
    ),
    ("quit \"x\"", "1:6 type: quit's status must be a whole number from 0 to 255, not \"x\""),
    ("quit 300", "1:6 value: quit's status must be a whole number from 0 to 255, not 300"),
  ])
  func `F017 names option, kind and range of a wrong value`(text: String, fault: String) {
    #expect(Reading.dump(text) == fault)
  }

  @Test(arguments: [
    ("batch", "1:1 type: batch needs its size, a whole number from 1 to 65536"),
    ("batch 128 shuffle=1", "1:19 type: batch's shuffle must be true or false, not 1"),
    (
      "batch 1, shuffle=true",
      "1:8 syntax: expected a blank, found ',' (the values of batch are separated by blanks)"
    ),
    ("model dims=3", "1:12 type: model's dims must be a list, not 3"),
    (
      "model activation=rellu",
      """
      1:18 value: model's activation must be relu, tanh or sigmoid, not 'rellu' (did you mean \
      'relu'?)
      """
    ),
    (
      "model activation=\"foo\"",
      "1:18 value: model's activation must be relu, tanh or sigmoid, not 'foo'"
    ),
    ("dataset mnits", "1:9 name: unknown dataset 'mnits' (did you mean 'mnist'?)"),
    ("dataset foo", "1:9 name: unknown dataset 'foo' (one of digits, idx, mnist)"),
    ("dataset limit=5", "1:9 name: dataset has no option 'limit' ('dataset mnist' has it)"),
    ("dataset idx", "1:1 type: dataset idx needs its images, a path"),
    (
      "source a.ae b=1",
      "1:13 name: source has no option 'b' (a word with '=' in it stands in quotes)"
    ),
    ("time", "1:5 syntax: expected a statement after 'time', found the end of the text"),
    ("inspect", "1:1 type: inspect takes 1 value, found 0"),
    ("inspect a, b", "1:1 type: inspect takes 1 value, found 2"),
    ("plot", "1:1 type: plot needs a value, or one of hist, interpolate, recon"),
    ("plot interpolate 1", "1:1 type: plot interpolate needs its j, a whole number of at least 0"),
    (
      "plot recon count=0",
      "1:18 value: plot recon's count must be a whole number from 1 to 1000, not 0"
    ),
    ("plot recon countt=3", "1:12 name: plot recon has no option 'countt' (did you mean 'count'?)"),
    ("plot x title = \"a\"", "1:8 syntax"),
    ("print a b", "1:9 syntax: expected ',' or the end of the statement, found 'b'"),
    ("print a,", "1:8 syntax: expected an expression, found the end of the text"),
    ("print x=3", "1:7 name: print has no option 'x' ('==' compares)"),
    (
      "print x = 3",
      "1:9 syntax: expected ',' or the end of the statement, found '=' ('==' compares)"
    ),
    ("print\"a\"", "1:6 syntax: expected a blank after 'print', found a string"),
    ("print(a,)", "1:9 syntax: expected an expression, found ')'"),
    ("train(5,)", "1:9 syntax: expected a value, found ')'"),
    ("save", "1:1 type: save needs its file, a path"),
    ("save x.npy, y", "1:11 syntax: expected a blank, found ','"),
    ("train lr=0 epoch=3 5.5", "1:10 value"),
  ])
  func `refuses what a command cannot take`(text: String, fault: String) {
    #expect(Reading.dump(text).hasPrefix(fault))
  }

  @Test func `several faults of one command are told together`() {
    let found = Reading.diagnostics("train lr=0 epoch=3 5.5")
    #expect(found.map(\.kind) == [.value, .name, .value])
  }
}
