/** 文号: 〔2021〕25号 and its kin, with the letters of whoever issued it. For `matchAll`: it is global. */
export const DOCUMENT =
  /[\p{Script=Han}]{1,10}[〔[（(]\s*(?:19|20)\d{2}\s*[〕\]）)]\s*(?:第)?\s*\d{1,4}\s*号/gu;
