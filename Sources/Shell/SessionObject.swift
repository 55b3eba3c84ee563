/// Something a session keeps for its commands, one instance of each type: a model, a dataset.
///
/// The session knows nothing of it but its type.
public protocol SessionObject {}
