/**
 * A document that leaves the house, said once and set twice (PDF and DOCX). The order of the parts is that of
 * GB/T 9704-2012: issuer, number, title, addressees, body, grounds, signature, date.
 */
export interface OfficialDocument {
  /** 发文机关标志 */
  house: string;
  number: string;
  title: string;
  /** 主送 */
  to: string[];
  body: string[];
  /** Head of the grounds, and each of them. */
  basis: { head: string; rows: string[] };
  sign: { by: string; on: string };
}

/** Who took this copy, when: stands across every page. */
export interface CopyMark {
  text: string;
}

/** Millimetres of GB/T 9704-2012: the sheet, and the margins around the 156 × 225 of the text. */
export const SHEET = { width: 210, height: 297, top: 37, left: 28, right: 26, bottom: 35 };
/** Points: 三号 for text, 二号 for titles, 四号 for page numbers; 22 lines a page. */
export const TYPE = { text: 16, title: 22, page: 14, line: 29 };
