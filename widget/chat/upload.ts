/** One file to the thread, with its progress; fetch cannot tell how far an upload has come. */
import type { FileView } from '../../server/http/contract-chat.js';
import * as W from '../ui/words.js';
import { filesUrl, isFault, type Pass, Refused } from './wire.js';

export interface Upload {
  done: Promise<FileView>;
  cancel(): void;
}

/** Rejects with an Error whose message is for the citizen. */
export function upload(server: string, pass: Pass, file: File, progress: (percent: number) => void): Upload {
  const xhr = new XMLHttpRequest();
  const done = new Promise<FileView>((resolve, reject) => {
    xhr.open('POST', `${filesUrl(server, pass)}?name=${encodeURIComponent(file.name)}`);
    xhr.setRequestHeader('authorization', `Bearer ${pass.token}`);
    xhr.setRequestHeader('content-type', 'application/octet-stream');
    xhr.responseType = 'json';
    xhr.upload.onprogress = (event) => progress(Math.floor((100 * event.loaded) / (event.total || 1)));
    xhr.onload = () => {
      if (xhr.status === 201 && xhr.response) resolve(xhr.response as FileView);
      else {
        const { code, message } = isFault(xhr.response)
          ? xhr.response.error
          : { code: '', message: W.uploadFailed };
        reject(new Refused(code, message, xhr.status));
      }
    };
    xhr.onerror = xhr.onabort = () => reject(new Error(W.uploadFailed));
    xhr.send(file);
  });
  return { done, cancel: () => xhr.abort() };
}
