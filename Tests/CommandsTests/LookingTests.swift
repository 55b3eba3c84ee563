import Language
import Shell
import TestSupport
import Testing

@Suite struct LookingTests {
  private let probe = SmallSetup.probe()

  @Test func `evaluates a part as the mean over all elements`() {
    let line = probe.enter("eval test")
    #expect(line.first?.hasPrefix("test mse ") == true)
    #expect(line.first?.hasSuffix(" over 128 images") == true)
    #expect(probe.enter("abs(_.mse - mean((reconstruct(test_x) - test_x)^2)) < 1e-5") == ["true"])
    probe.enter("eval train")
    #expect(probe.enter("_.count") == ["512"])
  }

  @Test func `encodes, decodes and reconstructs`() {
    #expect(probe.enter("shape(encode(test_x))") == ["[128, 3]"])
    #expect(probe.enter("shape(encode(test_x[0]))") == ["[3]"])
    #expect(
      probe.enter("allclose(decode(encode(test_x[0:9])), reconstruct(test_x[0:9]), atol=1e-6)")
        == ["true"]
    )
    probe.enter("encode(zeros(2, 5))")
    #expect(probe.error?.hasPrefix("shape: ") == true)
  }

  @Test func `shows gradients and activations of the last step`() {
    probe.enter("grad(\"encoder.0.weight\")")
    #expect(probe.error == "state: there is no gradient before the first step")
    probe.enter("step")
    #expect(probe.enter("shape(grad(\"encoder.0.weight\"))") == ["[16, 784]"])
    #expect(probe.enter("shape(activation(\"encoder.0\"))") == ["[64, 16]"])
    #expect(
      probe.enter("all(activation(\"encoder.1\") == relu(activation(\"encoder.0\")))") == ["true"]
    )
    probe.enter("param(\"encoder.0.wieght\")")
    #expect(probe.recorder.diagnostics.first?.hint == "did you mean 'encoder.0.weight'?")
  }

  @Test func `inspects a parameter`() {
    let lines = probe.enter("inspect encoder.0.weight")
    #expect(lines.first == "shape [16, 784], 12,544 elements")
    #expect(lines.contains("nan 0  inf 0  zeros 0"))
    #expect(lines.contains("histogram"))
    #expect(lines.contains("corners"))
    #expect(probe.enter("_.shape") == ["[16, 784]"])
    let odd = probe.enter("inspect tensor([nan, inf, 0, 1])")
    #expect(odd.contains("nan 1  inf 1  zeros 1"))
    #expect(odd.contains("min 0  max 1  mean 0.5  std 0.5"))
  }

  @Test func `expands data row by row`() {
    #expect(probe.enter("shape(train_x)") == ["[512, 784]"])
    #expect(probe.enter("shape(train_x[2:4])") == ["[2, 784]"])
    #expect(probe.enter("min(test_x[0])") == ["-1.0"])
    #expect(probe.enter("len(test_y)") == ["128"])
    #expect(probe.enter("all(test_y == floor(test_y))") == ["true"])
  }

  @Test func `tells the structure and the size of the seed's model`() {
    probe.enter("model 784 128 64 16 3")
    let lines = probe.enter("model")
    #expect(lines.first == "AutoEncoder(")
    #expect(lines.contains("    (0): Linear(in_features=784, out_features=128, bias=True)"))
    #expect(lines.last == ")")
    #expect(
      probe.enter("summary").last == "220,435 parameters, 219,232 multiply-adds an image"
    )
    #expect(probe.enter("_.parameters") == ["220435"])
  }

  @Test func `says what is in force`() {
    #expect(probe.enter("batch") == ["batch 64 shuffle=true"])
    #expect(
      probe.enter("optimizer")
        == ["adam lr=0.001 beta1=0.9 beta2=0.999 eps=1e-08 weight_decay=0"]
    )
    #expect(probe.enter("optimizer sgd lr=0.1; optimizer").first?.hasPrefix("sgd lr=0.1") == true)
    #expect(probe.enter("loss") == ["mse: mean of (y - t)^2"])
    #expect(probe.enter("threads 2; threads") == ["threads 2"])
    #expect(probe.enter("device").first?.hasPrefix("cpu (") == true)
    probe.enter("device cuda")
    #expect(probe.error?.hasPrefix("state: there is no device 'cuda'") == true)
  }
}
