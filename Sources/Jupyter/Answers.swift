internal import Files
internal import Language
internal import Shell

/// Answers requests that change nothing; any thread may ask.
struct Answers: Sendable {
  let identity: KernelIdentity
  let connection: ConnectionFile
  let state: KernelState
  let publisher: Publisher
  let history: KernelHistory

  /// Returns the reply to a request, or nil where the protocol knows none.
  func answer(_ request: Message) -> Reply? {
    switch request.type {
    case "kernel_info_request": reply(request, "kernel_info_reply", identity.content)
    case "complete_request": reply(request, "complete_reply", completion(request.content))
    case "inspect_request": reply(request, "inspect_reply", inspection(request.content))
    case "is_complete_request": reply(request, "is_complete_reply", completeness(request.content))
    case "history_request": reply(request, "history_reply", historyRows(request.content))
    case "comm_info_request":
      reply(request, "comm_info_reply", ["status": "ok", "comms": [:]])
    case "connect_request": reply(request, "connect_reply", ports)
    case "shutdown_request": shutdown(request)
    case "comm_open": refuseComm(request)
    // Reached only where it has no code; one that has goes to the session.
    case "execute_request": reply(request, "execute_reply", faultyExecution)
    default: nil
    }
  }

  private func reply(_ request: Message, _ type: String, _ content: JSON) -> Reply {
    Reply(prefix: request.identities, type: type, parent: request.header, content: content)
  }

  private func completion(_ content: JSON) -> JSON {
    let (code, position) = Self.place(content)
    let completion = state.currentSnapshot.completion(of: code, at: position)
    let matches = completion.candidates.map { candidate in
      JSON.string(MimeBundle.harmless(candidate.text))
    }
    let types = completion.candidates.map { candidate -> JSON in
      [
        "text": .string(MimeBundle.harmless(candidate.text)),
        "type": .string(candidate.kind.rawValue), "signature": .string(candidate.summary),
        "start": .integer(completion.start), "end": .integer(completion.end),
      ]
    }
    return [
      "status": "ok", "matches": .array(matches),
      "cursor_start": .integer(completion.start), "cursor_end": .integer(completion.end),
      // The key that JupyterLab and IPython read kinds from.
      "metadata": ["_jupyter_types_experimental": .array(types)],
    ]
  }

  private func inspection(_ content: JSON) -> JSON {
    let (code, position) = Self.place(content)
    guard let inspection = state.currentSnapshot.inspection(of: code, at: position) else {
      return ["status": "ok", "found": false, "data": [:], "metadata": [:]]
    }
    let data: JSON = [
      "text/plain": .string(MimeBundle.harmless(inspection.page)),
      "text/markdown": .string(MimeBundle.harmless(inspection.markdown)),
    ]
    return ["status": "ok", "found": true, "data": data, "metadata": [:]]
  }

  private func completeness(_ content: JSON) -> JSON {
    guard let code = content["code"]?.string else { return ["status": "unknown"] }
    return switch state.currentSnapshot.catalog.completeness(of: code) {
    case .complete: ["status": "complete"]
    case .incomplete(let indent):
      ["status": "incomplete", "indent": .string(String(repeating: " ", count: indent))]
    case .invalid: ["status": "invalid"]
    }
  }

  private func historyRows(_ content: JSON) -> JSON {
    let withOutput = content["output"]?.bool ?? false
    let rows = HistoryQuery(content).map { history.rows(for: $0) } ?? []
    let list = rows.map { row -> JSON in
      let input = JSON.string(row.input)
      let text: JSON = withOutput ? [input, row.output.map(JSON.string) ?? .null] : input
      return [.integer(row.session), .integer(row.line), text]
    }
    return ["status": "ok", "history": .array(list)]
  }

  private var ports: JSON {
    var content: JSON = ["status": "ok"]
    for (channel, port) in connection.ports.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      content["\(channel.rawValue)_port"] = .integer(port)
    }
    return content
  }

  /// All clients hear of a shutdown, so that those which did not ask for it know why.
  private func shutdown(_ request: Message) -> Reply {
    let restart = request.content["restart"]?.bool ?? false
    let content: JSON = ["status": "ok", "restart": .bool(restart)]
    publisher.publish("shutdown_reply", content, parent: request.header)
    return reply(request, "shutdown_reply", content)
  }

  /// No target of a comm is known here; the protocol asks for a close at once.
  private func refuseComm(_ request: Message) -> Reply? {
    guard let identifier = request.content["comm_id"]?.string else { return nil }
    publisher.publish(
      "comm_close",
      ["comm_id": .string(identifier), "data": [:]],
      parent: request.header
    )
    return nil
  }

  private var faultyExecution: JSON {
    let fault = Diagnostic(.value, "the request has no code")
    var content = fault.errorContent()
    content["status"] = "error"
    content["execution_count"] = .integer(state.lastCount)
    content["user_expressions"] = [:]
    content["payload"] = []
    return content
  }

  /// The code of a request and the place in it, in code points; without one its end is meant.
  private static func place(_ content: JSON) -> (code: String, position: Int) {
    let code = content["code"]?.string ?? ""
    return (code, content["cursor_pos"]?.integer ?? code.unicodeScalars.count)
  }
}
