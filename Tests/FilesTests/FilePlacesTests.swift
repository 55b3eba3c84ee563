import Testing

@testable import Files

@Suite struct FilePlacesTests {
  @Test func `uses the directories of the XDG specification under the home directory`() {
    let places = FilePlaces(environment: ["HOME": "/home/me"])
    #expect(places.cacheDirectory == "/home/me/.cache/aerepl")
    #expect(places.stateDirectory == "/home/me/.local/state/aerepl")
    #expect(places.historyFile == "/home/me/.local/state/aerepl/history")
    #expect(places.configurationFile == "/home/me/.config/aerepl/init.ae")
    #expect(places.dataDirectory == nil)
  }

  @Test func `prefers what the environment names`() {
    let places = FilePlaces(environment: [
      "HOME": "/home/me", "XDG_CACHE_HOME": "/c/", "XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/f",
      "AEREPL_DATA": "~/data", "AEREPL_HISTORY": "h",
    ])
    #expect(places.cacheDirectory == "/c/aerepl")
    #expect(places.stateDirectory == "/s/aerepl")
    #expect(places.configurationFile == "/f/aerepl/init.ae")
    #expect(places.dataDirectory == "/home/me/data")
    #expect(places.historyFile == "h")
  }

  @Test func `F128 counts an empty variable as unset and ignores relative XDG paths`() {
    let places = FilePlaces(environment: [
      "HOME": "/home/me", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "", "AEREPL_DATA": "",
      "AEREPL_HISTORY": "",
    ])
    #expect(places.cacheDirectory == "/home/me/.cache/aerepl")
    #expect(places.historyFile == "/home/me/.local/state/aerepl/history")
    #expect(places.dataDirectory == nil)
  }

  @Test(arguments: [[:], ["HOME": ""], ["HOME": "me"]])
  func `F152 has no places where there is no home`(environment: [String: String]) {
    let places = FilePlaces(environment: environment)
    #expect(places.cacheDirectory == nil)
    #expect(places.historyFile == nil)
    #expect(places.expanding("~/a") == "~/a")
  }

  @Test(arguments: [
    ("~", "/home/me"), ("~/", "/home/me/"), ("~/a b", "/home/me/a b"), ("~//a", "/home/me/a"),
    ("~nobody", "~nobody"), ("a~", "a~"), ("/~", "/~"), ("", ""),
  ])
  func `expands a tilde at the beginning only`(path: String, expected: String) {
    let places = FilePlaces(environment: ["HOME": "/home/me"])
    #expect(places.expanding(FilePath(path)) == FilePath(expected))
  }
}
