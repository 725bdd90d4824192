/** Check digits of the numbers people hand over. All take plain ASCII. */

/** GB 11643: eighteen places, birth date and ISO 7064 MOD 11-2 check digit. */
export function idCardValid(id: string): boolean {
  if (!/^[1-9]\d{16}[\dXx]$/.test(id) || !birthPlausible(id)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(id[i]), 0);
  return '10X98765432'[sum % 11] === id[17]!.toUpperCase();
}

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const dated = (month: number, day: number) => day >= 1 && day <= (DAYS[month - 1] ?? 0);

/** The date inside an id is a date of the last 130 years or so. */
export function birthPlausible(id: string): boolean {
  const year = Number(id.slice(6, 10));
  return year >= 1900 && year <= 2100 && dated(Number(id.slice(10, 12)), Number(id.slice(12, 14)));
}

/** Fifteen places, as issued until 1999: region, yymmdd, order; no check digit. */
export function oldIdPlausible(id: string): boolean {
  return /^[1-9]\d{14}$/.test(id) && dated(Number(id.slice(8, 10)), Number(id.slice(10, 12)));
}

export function luhnValid(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return digits.length > 0 && sum % 10 === 0;
}

const CREDIT = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** GB 32100-2015: 统一社会信用代码, MOD 31-3. */
export function creditCodeValid(code: string): boolean {
  const upper = code.toUpperCase();
  if (!/^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/.test(upper)) return false;
  let sum = 0;
  let weight = 1;
  for (let i = 0; i < 17; i++) {
    sum += CREDIT.indexOf(upper[i]!) * weight;
    weight = (weight * 3) % 31;
  }
  return CREDIT[(31 - (sum % 31)) % 31] === upper[17];
}
