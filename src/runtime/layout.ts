/**
 * The numbers of the bundle format (docs/bundle-format.md), for its writer and its readers.
 *
 * Plain constants and no enum, since the evaluator also runs where only ECMAScript 5 does.
 */

/** The bytes `SPOL`. */
export const magic = 0x4c4f5053;
/** The version of the bundle's format. A runtime reads its own version only. */
export const formatVersion = 2;

export const headerWords = 46;
export const directoryAt = 4;

export const FACTS = 0;
export const TEXTS = 1;
export const TEXT_BYTES = 2;
export const NUMBERS = 3;
export const LISTS = 4;
export const AGENT_SLOTS = 5;
export const AGENTS = 6;
export const ACTIONS = 7;
export const CLASSES = 8;
export const MATCHER = 9;
export const EMITS = 10;
export const STATEMENTS = 11;
export const POSITIONS = 12;
export const EXTRAS = 13;
export const APPROVALS = 14;
export const CONDITIONS = 15;
export const ATTRIBUTE_SLOTS = 16;
export const ATTRIBUTES = 17;
export const SERVICES = 18;
export const ZONE = 19;
export const MANIFEST = 20;
export const sectionCount = 21;

/** Words of `FACTS`. */
export const factRevision = 0;
export const factStatements = 1;
export const factMarks = 2;
export const factDepth = 3;
export const factStack = 4;
export const factEmitted = 5;
export const factWords = 6;

export const agentWords = 5;
export const attributeWords = 3;
export const extraWords = 4;
export const approvalWords = 4;
export const zoneWords = 4;

export const grantKind = 0;
export const denyKind = 1;
export const gateKind = 2;
export const guardKind = 3;

/** Bits of a node's first word. */
export const bitTail: number = 1 << 17;
export const bitEnd: number = 1 << 18;
export const bitStar: number = 1 << 19;
export const bitDeep: number = 1 << 20;
export const bitGap: number = 1 << 21;
export const bitTable: number = 1 << 22;
export const bitJump: number = 1 << 23;
/** Of wildcard nodes, where `bitTail` stands in nodes of text. */
export const bitMarked: number = 1 << 17;

/** Operations of conditions. */
export const opAnd = 1;
export const opOr = 2;
export const opNot = 3;
export const opHas = 4;
export const opHasNow = 5;
export const opUnknown = 6;
export const opBoolean = 16;
export const opNumber = 24;
export const opText = 32;
export const opTime = 40;
export const opOneOfBooleans = 48;
export const opOneOfNumbers = 49;
export const opOneOfTexts = 50;
export const opTimeOneOf = 51;
export const opMember = 52;
export const opStartsWith = 53;
export const opEndsWith = 54;
export const opContains = 55;

/** The longest valid name, in bytes. */
export const maxNameBytes = 4096;
