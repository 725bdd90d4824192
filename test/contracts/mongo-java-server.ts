/**
 * de.bwaldvogel:mongo-java-server, an independent server of MongoDB's protocol (Java, in memory). Maven brings
 * it at test time into a folder outside this repository; where Java or Maven is missing it says so.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const VERSION = '1.47.0';
const cache = process.env.JIESU_TEST_CACHE ?? join(tmpdir(), 'jiesu-test-cache');
const home = join(cache, `mongo-java-server-${VERSION}`);

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>jiesu.test</groupId><artifactId>fetch</artifactId><version>1</version><dependencies><dependency>
<groupId>de.bwaldvogel</groupId><artifactId>mongo-java-server</artifactId><version>${VERSION}</version>
</dependency></dependencies></project>`;

/** Its own newest version says wire version 8, which drivers of today refuse. */
const MAIN = `import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;

public class Serve {
  public static void main(String[] args) throws Exception {
    MemoryBackend backend = new MemoryBackend();
    backend.version(new MongoVersion() {
      public List<Integer> getVersionArray() { return List.of(5, 0, 0); }
      public int getWireVersion() { return 13; }
    });
    MongoServer server = new MongoServer(backend);
    System.out.println(server.bind().getPort());
    while (System.in.read() >= 0) {}
    server.shutdownNow();
  }
}`;

const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies';

function works(program: string, ...args: string[]): boolean {
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0;
}

/** Null when it is there, else what is missing and how to get it. */
function fetched(): string | null {
  for (const program of ['java', 'javac'])
    if (!works(program, '-version')) return `needs ${program} 17 or later (Debian: openjdk-17-jdk-headless)`;
  if (existsSync(join(home, 'Serve.class'))) return null;
  if (!works('mvn', '-v')) return 'needs Maven (Debian: maven)';
  const fresh = `${home}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  writeFileSync(join(fresh, 'pom.xml'), POM);
  writeFileSync(join(fresh, 'Serve.java'), MAIN);
  const options = { cwd: fresh, stdio: 'ignore', timeout: 50_000 } as const;
  const brought = spawnSync('mvn', ['-q', '-B', COPY, '-DoutputDirectory=jars'], options).status === 0;
  const compiled = brought && spawnSync('javac', ['-cp', 'jars/*', 'Serve.java'], options).status === 0;
  if (!compiled) {
    rmSync(fresh, { recursive: true, force: true });
    return 'Maven could not bring de.bwaldvogel:mongo-java-server within 50 seconds (no network?)';
  }
  // Whole or not at all: another run may be at the same.
  if (!existsSync(home)) renameSync(fresh, home);
  else rmSync(fresh, { recursive: true, force: true });
  return null;
}

export interface JavaServer {
  uri: string;
  stop(): Promise<void>;
}

export async function startJavaServer(): Promise<JavaServer | { missing: string }> {
  const missing = fetched();
  if (missing) return { missing };
  const args = ['-Xmx256m', '-cp', `${home}:${join(home, 'jars')}/*`, 'Serve'];
  const child = spawn('java', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    if (!/^\d+$/.test(line)) continue;
    const stop = async (): Promise<void> => {
      child.stdin.end();
      await ended;
    };
    return { uri: `mongodb://127.0.0.1:${line}/jiesu?directConnection=true`, stop };
  }
  return { missing: 'mongo-java-server ended before it listened' };
}

// `node dist/test/contracts/mongo-java-server.js` prints its address and serves until it is told to stop.
if (process.argv[1] && fileURLToPath(import.meta.url) === process.argv[1]) {
  const server = await startJavaServer();
  process.stdout.write(`${'missing' in server ? server.missing : server.uri}\n`);
  if ('missing' in server) process.exit(1);
  process.once('SIGTERM', () => void server.stop().then(() => process.exit(0)));
}
