/** Everything that the workbench asks of the server. */
import type { AudioAddress } from "../api";
import {
  ask,
  audioAddress,
  chooseTranscript,
  correctTone,
  correctTranscript,
  deleteAnswer,
  getEvaluation,
  getFindings,
  getPeaks,
  getTranscript,
  hearNumber as hearNumberOf,
  ifMatch,
  listTranscripts,
  publishEvaluation,
  putAnswer,
  putSummary,
  revealNumbers as revealNumbersOf,
  sayRoles,
  submitEvaluation,
  withdrawToneCorrection,
} from "../api";
import type { ToneWish } from "./findings/findings";
import type { Change } from "./rubric/answers";
import type {
  Evaluation,
  Findings,
  NumberToHear,
  Peaks,
  Revealed,
  Revision,
  RolesWish,
  Transcript,
  WordCorrection,
} from "./types";

/** The revision that people see, or the one of that number. */
export function readTranscript(callId: string, revision: number | null): Promise<Transcript> {
  return ask(getTranscript({ path: { call_id: callId }, ...(revision === null ? {} : { query: { revision } }) }));
}

export function readRevisions(callId: string): Promise<Revision[]> {
  return ask(listTranscripts({ path: { call_id: callId } }));
}

/** Puts a person's words in the place of a turn's; gives the transcript as it is then. */
export function sendWords(callId: string, words: WordCorrection): Promise<Transcript> {
  return ask(correctTranscript({ path: { call_id: callId }, body: words }));
}

/** Says who each side of the call is; gives the transcript as it is then. */
export function sendRoles(callId: string, roles: RolesWish): Promise<Transcript> {
  return ask(sayRoles({ path: { call_id: callId }, body: roles }));
}

export function chooseRevision(callId: string, revision: number): Promise<Transcript> {
  return ask(chooseTranscript({ path: { call_id: callId, revision } }));
}

export function readPeaks(callId: string): Promise<Peaks> {
  return ask(getPeaks({ path: { call_id: callId } }));
}

export function signAudioAddress(callId: string): Promise<AudioAddress> {
  return ask(audioAddress({ path: { call_id: callId } }));
}

export function readEvaluation(evaluationId: string): Promise<Evaluation> {
  return ask(getEvaluation({ path: { evaluation_id: evaluationId } }));
}

/** The personal numbers that a revision of the transcript hides; why they are asked for is audited. */
export function revealNumbers(callId: string, wish: { reason: string; revision: number }): Promise<Revealed[]> {
  return ask(revealNumbersOf({ path: { call_id: callId }, body: wish }));
}

/** The original sound of one hidden number; why it is asked for is audited. */
export function hearNumber(callId: string, wish: NumberToHear): Promise<Blob> {
  return ask(hearNumberOf({ path: { call_id: callId }, body: wish, parseAs: "blob" }));
}

export function readFindings(callId: string): Promise<Findings> {
  return ask(getFindings({ path: { call_id: callId } }));
}

/** Says what a turn's tone is, or takes that back; gives the findings as they are then. */
export function sendToneWish(callId: string, { turn, label }: ToneWish): Promise<Findings> {
  if (label === null) return ask(withdrawToneCorrection({ path: { call_id: callId, turn } }));
  return ask(correctTone({ path: { call_id: callId }, body: { turn, label } }));
}

/** Sends one change, on the condition that nobody has changed the evaluation since `version`. */
export function sendChange(evaluationId: string, version: number, change: Change): Promise<Evaluation> {
  const headers = ifMatch(version);
  const path = { evaluation_id: evaluationId };
  switch (change.kind) {
    case "answer":
      return ask(putAnswer({ path: { ...path, question_id: change.questionId }, headers, body: change.answer }));
    case "clear":
      return ask(deleteAnswer({ path: { ...path, question_id: change.questionId }, headers }));
    case "summary":
      return ask(putSummary({ path, headers, body: { summary: change.summary } }));
    case "submit":
      return ask(submitEvaluation({ path, headers }));
    case "publish":
      return ask(publishEvaluation({ path, headers }));
  }
}
