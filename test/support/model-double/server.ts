/**
 * An OpenAI-compatible endpoint that is none: real HTTP, real server-sent events, strict about what it is sent, and
 * wicked as it is told. `PUT /double/rules` sets its answers, `GET /double/requests` tells what it was asked.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Body, type Refusal, refusalOf, type Way } from './judge.js';
import { contentOf, type Reply, type Rule, rulebook } from './replies.js';

export interface DoubleSettings {
  model: string;
  key: string | null;
  takes: Way[];
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

const fault = (response: ServerResponse, { status, message, code, param }: Refusal): void =>
  json(response, status, { error: { message, type: 'invalid_request_error', param, code } });

const TROUBLES: Record<number, { message: string; type: string; code: string | null }> = {
  429: { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' },
  500: {
    message: 'The server had an error while processing your request.',
    type: 'server_error',
    code: null,
  },
  503: { message: 'The engine is currently overloaded.', type: 'server_error', code: null },
};

/** Pieces as a model gives them: a few signs each. */
const pieces = (content: string): string[] => content.match(/[\s\S]{1,7}/gu) ?? [];

const usageOf = (body: Body, content: string) => {
  const prompt = JSON.stringify(body.messages).length;
  return { prompt_tokens: prompt, completion_tokens: content.length, total_tokens: prompt + content.length };
};

function stream(response: ServerResponse, body: Body, reply: Reply, content: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  const base = {
    id: 'chatcmpl-double',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: body.model,
  };
  const send = (more: object) => response.write(`data: ${JSON.stringify({ ...base, ...more })}\n\n`);
  const tool = body.tools?.[0]?.function?.name;
  const part = (text: string, first: boolean) =>
    tool
      ? {
          tool_calls: [
            {
              index: 0,
              ...(first ? { id: 'call_1', type: 'function' } : {}),
              function: { ...(first ? { name: tool } : {}), arguments: text },
            },
          ],
        }
      : { content: text };
  const choice = (delta: object, finish: string | null = null) =>
    send({ choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] });
  choice({ role: 'assistant', ...(tool ? { content: null } : { content: '' }) });
  for (const [index, text] of pieces(content).entries()) choice(part(text, index === 0));
  if (reply.kind === 'stalls') return;
  if (reply.kind === 'cuts') return void response.destroy();
  choice({}, tool ? 'tool_calls' : 'stop');
  if (body.stream_options?.include_usage) send({ choices: [], usage: usageOf(body, content) });
  response.end('data: [DONE]\n\n');
}

function whole(response: ServerResponse, body: Body, content: string): void {
  json(response, 200, {
    id: 'chatcmpl-double',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: body.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content, refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: usageOf(body, content),
  });
}

export function modelDouble({ model, key, takes }: DoubleSettings): Server {
  const rules = rulebook();
  let requests: Body[] = [];
  const ways = new Set(takes);

  async function complete(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (key !== null && request.headers.authorization !== `Bearer ${key}`)
      return fault(response, {
        status: 401,
        message: 'Incorrect API key provided.',
        code: 'invalid_api_key',
        param: null,
      });
    let body: Body;
    try {
      body = JSON.parse(await textOf(request)) as Body;
    } catch {
      return fault(response, {
        status: 400,
        message: 'We could not parse the JSON body of your request.',
        code: null,
        param: null,
      });
    }
    const refused = refusalOf(body, { model, takes: ways });
    if (refused) return fault(response, refused);
    requests.push(body);
    const reply = rules.next(body);
    if (reply.kind === 'status') {
      const error = { ...TROUBLES[reply.status], param: null };
      return json(response, reply.status, { error }, reply.status === 429 ? { 'retry-after': '0' } : {});
    }
    const content = contentOf(reply, body);
    if (body.stream) stream(response, body, reply, content);
    else whole(response, body, content);
  }

  return createServer((request, response) => {
    const way = `${request.method} ${request.url}`;
    if (way === 'POST /v1/chat/completions') return void complete(request, response);
    if (way === 'GET /double/requests') return json(response, 200, requests);
    if (way === 'PUT /double/rules')
      return void textOf(request).then((text) => {
        rules.set(JSON.parse(text) as Rule[]);
        requests = [];
        json(response, 200, {});
      });
    return fault(response, {
      status: 404,
      message: `Invalid URL (${way})`,
      code: 'unknown_url',
      param: null,
    });
  });
}
