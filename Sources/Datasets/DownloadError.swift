/// Why a download failed.
public enum DownloadError: Error, Equatable, Sendable {
}
