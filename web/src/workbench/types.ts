/** The names that the workbench uses for what the server says. */
import type {
  AnswerIn,
  CallOut,
  EvaluationOut,
  EvidenceOut,
  OptionOut,
  PeaksOut,
  QuestionOut,
  ScoreOut,
  SectionOut,
  SuggestionOut,
  Texts,
  TranscriptOut,
  TurnOut,
} from "../api";

export type {
  AnswerIn,
  CallOut as Call,
  EvaluationOut as Evaluation,
  EvidenceOut as Evidence,
  OptionOut as Option,
  PeaksOut as Peaks,
  QuestionOut as Question,
  ScoreOut as Score,
  SectionOut as Section,
  SuggestionOut as Suggestion,
  Texts,
  TranscriptOut as Transcript,
  TurnOut as Turn,
};

export type Verdict = SuggestionOut["verdict"];
export type Speaker = TurnOut["speaker"];
export type Mode = "review" | "agent";
