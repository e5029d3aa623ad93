/** Starts a real Andon with fresh data on a free port, and ends it with everything it started. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 15_000;

/**
 * @param {string} command shell words of the launcher; `--port <n>` is added
 * @param {string} folder where it runs
 * @param {string} log file for what it prints
 */
export async function startAndon(command, folder, log) {
  const port = await freePort();
  const dataDir = await mkdtemp(join(tmpdir(), 'andon-e2e-'));
  const child = spawn(`exec ${command} --port ${port}`, {
    cwd: folder,
    shell: true,
    detached: true,
    env: { ...process.env, ANDON_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = createWriteStream(log);
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    signal(child, 'SIGTERM');
    await Promise.race([ended, sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    signal(child, 'SIGKILL');
    output.end();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await ready(url, ended);
    return { url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ready(url, ended) {
  let exited = null;
  void ended.then((code) => (exited = code ?? 'signal'));
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    if (exited !== null) throw new Error(`Andon ended with ${exited} before it was ready`);
    const status = await fetch(`${url}/health/ready`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(200);
  }
  throw new Error(`Andon was not ready within ${READY_WITHIN_MS / 1000} s`);
}

/** Signals the whole group that the launcher leads. */
function signal(child, name) {
  try {
    process.kill(-child.pid, name);
  } catch {
    // The group has ended already.
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
