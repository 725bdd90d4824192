/**
 * Libraries that are loaded with the first document that needs them: at every start they would cost half a
 * second, and most processes never set a page.
 */
import { createRequire } from 'node:module';
import type Excel from 'exceljs';

const load = createRequire(import.meta.url);

export const excel = (): typeof Excel => load('exceljs') as typeof Excel;

export const pdf = (options: PDFKit.PDFDocumentOptions): PDFKit.PDFDocument => {
  const Document = load('pdfkit') as new (options: PDFKit.PDFDocumentOptions) => PDFKit.PDFDocument;
  return new Document(options);
};
