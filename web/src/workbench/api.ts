/** Everything that the workbench asks of the server. */
import type { AudioAddress } from "../api";
import {
  ask,
  audioAddress,
  correctTone,
  deleteAnswer,
  getEvaluation,
  getFindings,
  getPeaks,
  getTranscript,
  ifMatch,
  publishEvaluation,
  putAnswer,
  putSummary,
  submitEvaluation,
  withdrawToneCorrection,
} from "../api";
import type { ToneWish } from "./findings/findings";
import type { Change } from "./rubric/answers";
import type { Evaluation, Findings, Peaks, Transcript } from "./types";

export function readTranscript(callId: string): Promise<Transcript> {
  return ask(getTranscript({ path: { call_id: callId } }));
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
