import { AddressInfo } from 'net';
import { IncomingMessage, ServerResponse, createServer } from 'http';

type Answer = (response: ServerResponse, attempt: number) => void;

/** A server for release archives on this machine. Each mirror of it has an address, a behaviour and a list of requests of its own. */
export class ReleaseServer {
  private readonly mirrors: { answer: Answer; requests: string[] }[] = [];
  private readonly server = createServer((request, response) => this.respond(request, response));

  public async start(): Promise<void> {
    await new Promise<void>((resolve) => { this.server.listen(0, '127.0.0.1', resolve); });
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** A mirror that answers so. */
  public mirror(answer: Answer): { baseUrl: string; requests: string[] } {
    const requests: string[] = [];
    const number = this.mirrors.push({ answer, requests }) - 1;
    return { baseUrl: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/${number}`, requests };
  }

  private respond(request: IncomingMessage, response: ServerResponse): void {
    const [, number, path] = request.url!.match(/^\/(\d+)(.*)$/)!;
    const { answer, requests } = this.mirrors[Number(number)];
    requests.push(path);
    answer(response, requests.length);
  }
}

/** Sends all of it. */
export function whole(content: Buffer): Answer {
  return (response) => { response.end(content); };
}

/** Declares all of it, sends half, and hangs up. */
export function cut(content: Buffer): Answer {
  return (response) => {
    response.writeHead(200, { 'Content-Length': content.length });
    response.write(content.subarray(0, content.length / 2), () => response.destroy());
  };
}

/** Sends it in pieces, with pauses. */
export function slow(content: Buffer, pieces: number, pauseMilliseconds: number): Answer {
  return (response) => {
    response.writeHead(200, { 'Content-Length': content.length });
    const size = Math.ceil(content.length / pieces);
    const send = (from: number) => {
      if (from >= content.length) {
        response.end();
      } else {
        response.write(content.subarray(from, from + size));
        setTimeout(send, pauseMilliseconds, from + size);
      }
    };
    send(0);
  };
}

/** Takes the request and says nothing. */
export function silent(): Answer {
  return () => undefined;
}

/** Has no such file. */
export function missing(): Answer {
  return (response) => { response.writeHead(404).end('no such release'); };
}
