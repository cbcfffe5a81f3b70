import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createContext, useCallback, useMemo, useState } from "react";

import { ApiError } from "../../api";
import { useProblemText } from "../../ui/problems";
import { chooseRevision, sendRoles, sendWords } from "../api";
import type { Role, Transcript } from "../types";
import { transcriptKey } from "../useCallMedia";

/** What a reviewer does to the words. It reaches the turns past the transcript, which is rendered only once. */
export interface WordDesk {
  callId: string;
  transcript: Transcript;
  /** The revision that is looked at instead of the one that people see; null: the latter. */
  asked: number | null;
  ask: (revision: number | null) => void;
  /** The turn whose words are being written, and why the last try did not reach the server. */
  editing: number | null;
  problem: string | null;
  busy: boolean;
  edit: (turn: number) => void;
  leave: () => void;
  save: (turn: number, text: string) => void;
  /** Makes the revision that is looked at the one that people see. */
  choose: () => void;
  /** Says who each side of the call is. */
  sayRoles: (roles: Role[]) => void;
}

/** Null for those who correct nothing, as agents are. */
export const WordDeskContext = createContext<WordDesk | null>(null);

/** Which revision of the transcript a reviewer looks at, and how to look at another. */
export interface Looking {
  asked: number | null;
  ask: (revision: number | null) => void;
}

export function useWordDesk(callId: string, transcript: Transcript, { asked, ask }: Looking): WordDesk {
  const queryClient = useQueryClient();
  const problemText = useProblemText();
  const [editing, setEditing] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const show = useCallback(
    (now: Transcript): void => {
      queryClient.setQueryData(transcriptKey(callId, null), now);
      ask(null);
      setEditing(null);
      setProblem(null);
      void queryClient.invalidateQueries({ queryKey: ["revisions", callId] });
      void queryClient.invalidateQueries({ queryKey: ["call", callId] });
    },
    [queryClient, callId, ask],
  );
  const saving = useMutation({
    mutationFn: ({ turn, text }: { turn: number; text: string }) =>
      sendWords(callId, { revision: transcript.revision, turn, text }),
    onSuccess: show,
    onError: (error) => {
      setProblem(problemText(error));
      // Somebody else was first: their words come in beside what is being written, so that both can be compared.
      if (error instanceof ApiError && error.code === "transcript_moved") {
        void queryClient.invalidateQueries({ queryKey: transcriptKey(callId, null) });
      }
    },
  });
  const choosing = useMutation({
    mutationFn: () => chooseRevision(callId, transcript.revision),
    onSuccess: show,
    onError: (error) => {
      notifications.show({ message: problemText(error) });
    },
  });
  const telling = useMutation({
    mutationFn: (roles: Role[]) => sendRoles(callId, { revision: transcript.revision, roles }),
    onSuccess: (now) => {
      show(now);
      void queryClient.invalidateQueries({ queryKey: ["peaks", callId] });
    },
    onError: (error) => {
      notifications.show({ message: problemText(error) });
      if (error instanceof ApiError && error.code === "transcript_moved") {
        void queryClient.invalidateQueries({ queryKey: transcriptKey(callId, null) });
      }
    },
  });
  const { mutate: sayRoles, isPending: isTelling } = telling;
  const { mutate: save, isPending: isSaving } = saving;
  const { mutate: choose, isPending: isChoosing } = choosing;

  return useMemo(
    () => ({
      callId,
      transcript,
      asked,
      ask: (revision) => {
        setEditing(null);
        ask(revision);
      },
      editing,
      problem,
      busy: isSaving || isChoosing || isTelling,
      edit: (turn) => {
        // Words of another revision are only looked at: a correction is one of what people see.
        if (asked !== null) return;
        setProblem(null);
        setEditing(turn);
      },
      leave: () => {
        setEditing(null);
      },
      save: (turn, text) => {
        save({ turn, text });
      },
      choose,
      sayRoles,
    }),
    [callId, transcript, asked, ask, editing, problem, isSaving, isChoosing, isTelling, save, choose, sayRoles],
  );
}
