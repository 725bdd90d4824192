/** MongoDB's own numbers and names, so that a driver reacts as it does to the real server. */
const NAMES: Record<number, string> = {
  1: 'InternalError',
  2: 'BadValue',
  9: 'FailedToParse',
  13: 'Unauthorized',
  14: 'TypeMismatch',
  15: 'Overflow',
  16: 'InvalidLength',
  17: 'ProtocolError',
  20: 'IllegalOperation',
  22: 'InvalidBSON',
  26: 'NamespaceNotFound',
  27: 'IndexNotFound',
  28: 'PathNotViable',
  40: 'ConflictingUpdateOperators',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  52: 'DollarPrefixedFieldName',
  53: 'InvalidIdField',
  47: 'NoMatchingDocument',
  50: 'MaxTimeMSExpired',
  54: 'NotSingleValueField',
  56: 'EmptyFieldName',
  59: 'CommandNotFound',
  66: 'ImmutableField',
  67: 'CannotCreateIndex',
  72: 'InvalidOptions',
  73: 'InvalidNamespace',
  79: 'UnknownReplWriteConcern',
  85: 'IndexOptionsConflict',
  86: 'IndexKeySpecsConflict',
  91: 'ShutdownInProgress',
  112: 'WriteConflict',
  115: 'CommandNotSupported',
  121: 'DocumentValidationFailure',
  146: 'ExceededMemoryLimit',
  166: 'CommandNotSupportedOnView',
  168: 'InvalidPipelineOperator',
  171: 'CannotIndexParallelArrays',
  197: 'InvalidIndexSpecificationOption',
  225: 'TransactionTooOld',
  232: 'MaxSubPipelineDepthExceeded',
  237: 'CursorInUse',
  238: 'NotImplemented',
  246: 'SnapshotUnavailable',
  251: 'NoSuchTransaction',
  256: 'TransactionCommitted',
  257: 'TransactionTooLarge',
  260: 'InvalidResumeToken',
  263: 'OperationNotSupportedInTransaction',
  280: 'ChangeStreamFatalError',
  286: 'ChangeStreamHistoryLost',
  292: 'QueryExceededMemoryLimitNoDiskUseAllowed',
  352: 'UnsupportedOpQueryCommand',
  10334: 'BSONObjectTooLarge',
  50768: 'NotARetryableWriteCommand',
  11000: 'DuplicateKey',
  14031: 'OutOfDiskSpace',
};

/** A refusal with MongoDB's own code; `extra` rides along in the reply (keyPattern, keyValue). */
export class Fault extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
  }

  get codeName(): string {
    return NAMES[this.code] ?? `Location${this.code}`;
  }
}

/** What the disk said, in MongoDB's number; the write that met it was undone and is not acknowledged. */
export function asDiskFault(error: unknown): unknown {
  const text = error instanceof Error ? error.message : String(error);
  if (/no space left|MDB_MAP_FULL|disk quota/i.test(text))
    return new Fault(14031, `the disk of the data folder is full; nothing of this write was kept (${text})`);
  if (/input\/output error/i.test(text))
    return new Fault(1, `the disk of the data folder failed; nothing of this write was kept (${text})`);
  if (/cannot allocate memory/i.test(text))
    return new Fault(146, `the machine has no memory left; nothing of this write was kept (${text})`);
  if (/read-only file system|permission denied|operation not permitted/i.test(text))
    return new Fault(1, `the data folder cannot be written to; nothing of this write was kept (${text})`);
  return error;
}

export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof RangeError && /allocation failed|invalid (array|string) length/i.test(error.message))
    return new Fault(146, `this operation needs more memory than there is (${error.message})`);
  if (error instanceof RangeError && /call stack/.test(error.message))
    return new Fault(15, 'what was sent is nested too deep');
  return new Fault(1, error instanceof Error ? error.message : String(error));
}
