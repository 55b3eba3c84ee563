import Commands
import Files
import Language
import Shell
import TestSupport
import Testing

@testable import Jupyter

@Suite struct EventPublisherTests {
  private static let header = Array(#"{"msg_id":"m"}"#.utf8)

  private static func execution(_ content: JSON = ["code": "1"]) -> Execution? {
    let message = Message(
      identities: [[1]],
      header: header,
      type: "execute_request",
      date: nil,
      arrival: 0,
      content: content
    )
    var execution = Execution(message)
    execution?.count = 4
    return execution
  }

  /// Publishes events as those of a cell and returns what a subscriber gets.
  private func messages(
    of events: [Event],
    content: JSON = ["code": "1"],
    isFailure: Bool = false
  ) throws -> [Received] {
    let directory = TemporaryDirectory()
    let context = try SocketContext()
    let endpoint = "ipc://" + directory.file("iopub")
    let socket = try Socket(context, .publisher, at: endpoint)
    let publisher = Publisher(wire: Wire(key: [], username: "u"))
    #expect(publisher.start(socket))
    let subscriber = ZeroMQPeer(.subscriber, endpoint)
    let welcome = try #require(Received(subscriber.receive()))
    #expect(welcome.type == "iopub_welcome" && welcome.content["subscription"] == "")
    let state = KernelState(catalog: .standard)
    let relay = InputRelay(outgoing: state.outgoing)
    let host = EventPublisher(publisher: publisher, relay: relay, state: state)
    host.begin(try #require(Self.execution(content)))
    for event in events { host.receive(event) }
    _ = host.end(isFailure: isFailure)
    publisher.publish("end", [:], parent: Self.header)
    var messages: [Received] = []
    while let message = Received(subscriber.receive()), message.type != "end" {
      #expect(message.parent["msg_id"] == "m")
      messages.append(message)
    }
    #expect(publisher.stop(milliseconds: 2_000))
    context.terminate()
    return messages
  }

  private func text(_ message: Received) -> String {
    "\(message.content["name"]?.string ?? "")|\(message.content["text"]?.string ?? "")"
  }

  @Test func `text joins its neighbours of one stream and keeps its order`() throws {
    let events: [Event] = [
      .text("a", .output), .text("b\n", .output), .text("c", .error), .text("d", .output), .clear,
      .text("e", .output),
    ]
    let messages = try messages(of: events)
    #expect(
      messages.map { $0.type == "stream" ? text($0) : $0.type }
        == ["stdout|ab\n", "stderr|c", "stdout|d", "clear_output", "stdout|e"]
    )
  }

  @Test func `values, tables and pictures come in the forms that clients show`() throws {
    let table = Table(
      columns: [Table.Column("<b>"), Table.Column("n", .right)],
      rows: [["a&\u{1B}", "1"]],
      footer: "'f'"
    )
    let image = Image(png: [1, 2, 3, 4], width: 7, height: 9, caption: "a picture")
    let messages = try messages(of: [.value("3\u{7}"), .table(table), .image(image)])
    #expect(messages.map(\.type) == ["execute_result", "display_data", "display_data"])
    #expect(messages[0].content["data"] == ["text/plain": "3\\x07"])
    #expect(messages[0].content["execution_count"] == 4)
    let html = messages[1].content["data"]?["text/html"]?.string ?? ""
    #expect(html.contains("&lt;b&gt;") && html.contains("a&amp;\\x1b") && html.contains("&#39;f"))
    #expect(!html.contains("<b>"))
    let data: JSON = ["image/png": "AQIDBA==", "text/plain": "a picture"]
    #expect(messages[2].content["data"] == data)
    #expect(messages[2].content["metadata"] == ["image/png": ["width": 7, "height": 9]])
  }

  @Test func `a series of pictures is one display that changes`() throws {
    func picture(_ byte: UInt8, _ series: Int, isFinished: Bool = false) -> Event {
      let series = ImageSeries(identifier: series, isFinished: isFinished)
      return .image(Image(png: [byte], width: 1, height: 1, caption: "", series: series))
    }
    let events: [Event] = [
      picture(1, 7), .text("line\n", .output), picture(2, 7), picture(2, 7, isFinished: true),
      picture(3, 8),
    ]
    let messages = try messages(of: events)
    let expected = ["display_data", "stream", "update_display_data", "display_data"]
    #expect(messages.map(\.type) == expected)
    let names = messages.compactMap { $0.content["transient"]?["display_id"]?.text }
    #expect(names.count == 3 && names[0] == names[1] && names[1] != names[2])
    #expect(messages[2].content["data"]?["image/png"]?.string == "Ag==")
  }

  @Test func `a drawing of lines comes as SVG, too`() throws {
    let image = Image(png: [1, 2, 3, 4], svg: "<svg/>", width: 7, height: 9, caption: "lines")
    let message = try #require(try messages(of: [.image(image)]).first)
    #expect(message.content["data"]?["image/svg+xml"] == "<svg/>")
    #expect(message.content["data"]?["image/png"] == "AQIDBA==")
  }

  @Test func `progress is one display whose last state shows`() throws {
    let events = (1...50).map { step in
      Event.progress(
        Progress(identifier: step / 10, title: "t", completed: step, total: 50, unit: "batch")
      )
    }
    let messages = try messages(of: events)
    #expect(messages.map(\.type) == ["display_data", "update_display_data"])
    #expect(messages[0].content["transient"] == messages[1].content["transient"])
    let last = messages[1].content["data"]?["text/plain"]?.string ?? ""
    #expect(last.contains("50/50 batch"))
  }

  @Test func `an error that something follows was caught, and is only told`() throws {
    let diagnostic = Diagnostic(.syntax, "odd")
    let caught = try messages(of: [.diagnostic(diagnostic), .text("a", .output)])
    #expect(caught.map(text) == ["stderr|error: odd\n", "stdout|a"])
    #expect(try messages(of: [.diagnostic(diagnostic)], isFailure: true).isEmpty)
    var warning = diagnostic
    warning.severity = .warning
    #expect(try messages(of: [.diagnostic(warning)]).map(text) == ["stderr|warning: odd\n"])
  }

  @Test func `a silent cell shows nothing`() throws {
    let events: [Event] = [.text("a", .output), .value("1"), .clear]
    #expect(try messages(of: events, content: ["code": "1", "silent": true]).isEmpty)
  }

  @Test(
    arguments: [
      (["code": "1"], true, true), (["code": "1", "silent": true], false, true),
      (["code": "1", "store_history": false], false, true), (["code": " \n"], false, true),
      (["code": "# a", "stop_on_error": false], true, false),
    ] as [(JSON, Bool, Bool)]
  )
  func `what counts and what stops follows from the request`(
    content: JSON,
    isStored: Bool,
    stopsOnError: Bool
  ) {
    let execution = Self.execution(content)
    #expect(execution?.isStored == isStored && execution?.stopsOnError == stopsOnError)
  }

  @Test func `a request without code is no execution`() {
    #expect(Self.execution(["code": 5]) == nil)
    #expect(Self.execution([:]) == nil)
  }

  @Test func `an error tells its name, place and mark`() {
    let source = SourceText(name: "<cell 1>", "let a = x")
    let diagnostic = Diagnostic(.name, "unknown 'x'", at: SourceRange(8, 9), in: source)
    let expected: JSON = [
      "ename": "NameError", "evalue": "unknown 'x'",
      "traceback": ["<cell 1>:1:9: error: unknown 'x'", "  let a = x", "          ^"],
    ]
    #expect(diagnostic.errorContent() == expected)
    #expect(Diagnostic(.interrupted, "").errorName == "Interrupted")
  }
}
