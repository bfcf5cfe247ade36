import { readFileSync, writeFileSync } from 'node:fs'

const statusOf = (pid: number, name: string): number => {
  const line = readFileSync(`/proc/${pid}/status`, 'utf8')
    .split('\n')
    .find((one) => one.startsWith(name))
  return Number(line?.split(/\s+/)[1] ?? Number.NaN) / 1_000
}

/** Resident memory of a process in MB (Linux): now, and the most since `forgetPeak`. */
export const residentMB = (pid: number): number => statusOf(pid, 'VmRSS:')
export const peakMB = (pid: number): number => statusOf(pid, 'VmHWM:')
export const forgetPeak = (pid: number): void => writeFileSync(`/proc/${pid}/clear_refs`, '5')
