/** The names that the workbench uses for what the server says. */
import type {
  AnswerIn,
  CallOut,
  CorrectionIn,
  CorrectionOut,
  EvaluationOut,
  EvidenceOut,
  FindingsOut,
  HearNumberIn,
  OpportunityOut,
  OptionOut,
  PeaksOut,
  PhaseOut,
  PromiseOut,
  QuestionOut,
  RevisionOut,
  RevealedOut,
  RolesIn,
  ScoreOut,
  SectionOut,
  SuggestionOut,
  Texts,
  ToneMarkOut,
  ToneOut,
  TranscriptOut,
  TurnOut,
} from "../api";

export type {
  AnswerIn,
  CallOut as Call,
  CorrectionOut as Correction,
  EvaluationOut as Evaluation,
  EvidenceOut as Evidence,
  FindingsOut as Findings,
  HearNumberIn as NumberToHear,
  OpportunityOut as Opportunity,
  OptionOut as Option,
  PeaksOut as Peaks,
  PhaseOut as Phase,
  PromiseOut as PromiseMade,
  QuestionOut as Question,
  RevisionOut as Revision,
  RevealedOut as Revealed,
  RolesIn as RolesWish,
  ScoreOut as Score,
  SectionOut as Section,
  SuggestionOut as Suggestion,
  Texts,
  ToneMarkOut as ToneMark,
  ToneOut as Tone,
  TranscriptOut as Transcript,
  TurnOut as Turn,
  CorrectionIn as WordCorrection,
};

export type NumberKind = RevealedOut["kind"];
export type Verdict = SuggestionOut["verdict"];
export type ToneLabel = ToneMarkOut["label"];
export type Speaker = TurnOut["speaker"];
export type Role = RolesIn["roles"][number];
export type Mode = "review" | "agent";
