import type { ReactNode } from "react";

import classes from "./FormPart.module.css";

/** Fields that belong together, under their name and what they are for. */
export function FormPart({ title, why, children }: { title: string; why?: string; children: ReactNode }) {
  return (
    <fieldset className={classes.part}>
      <legend>{title}</legend>
      <p className={classes.why}>{why}</p>
      {children}
    </fieldset>
  );
}
