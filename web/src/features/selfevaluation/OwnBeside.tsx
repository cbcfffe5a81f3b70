import { Beside } from "./Beside";
import { useBeside } from "./queries";
import classes from "./SelfEvaluation.module.css";

/** Under the agent's feedback: what they had said themselves, where they had. */
export function OwnBeside({ callId }: { callId: string }) {
  const beside = useBeside(callId);
  if (!beside.data || beside.data.questions.length === 0) return null;
  return (
    <div className={classes.own}>
      <Beside beside={beside.data} momentAt={null} forAgent />
    </div>
  );
}
