import { ask, hearExemplar } from "../../api";
import { useSound } from "../../ui/useSound";

/** The sound of one exemplary moment. */
export function useClip(exemplarId: string) {
  return useSound(exemplarId, () => ask(hearExemplar({ path: { exemplar_id: exemplarId }, parseAs: "blob" })));
}
