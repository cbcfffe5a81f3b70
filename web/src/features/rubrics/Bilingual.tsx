import { useTranslation } from "react-i18next";

import type { Texts } from "../../api";
import { inLanguage, languageOf } from "../../workbench/language";
import classes from "./Rubrics.module.css";

/** A text of a rubric in the page's language, with the other one beside it: a rubric is written in both. */
export function Bilingual({ texts }: { texts: Texts }) {
  const { i18n } = useTranslation();
  const language = languageOf(i18n.language);
  const other = language === "he" ? "en" : "he";
  return (
    <>
      <span dir="auto">{inLanguage(texts, language)}</span>
      {texts[other] !== "" && texts[other] !== texts[language] && (
        <span className={classes.otherLanguage} lang={other} dir={other === "he" ? "rtl" : "ltr"}>
          {texts[other]}
        </span>
      )}
    </>
  );
}
