/** The states from which a run still moves on. */
export const ACTIVE_STATUSES = ['created', 'queued', 'starting', 'running', 'stopping'] as const;

/** The states in which an attempt has ended for good. */
export const TERMINAL_STATUSES = ['succeeded', 'failed', 'stopped', 'cancelled', 'lost'] as const;

/** One of {@link ACTIVE_STATUSES}. */
export type ActiveStatus = (typeof ACTIVE_STATUSES)[number];

/** One of {@link TERMINAL_STATUSES}. */
export type TerminalStatus = (typeof TERMINAL_STATUSES)[number];

/** Where a run stands: always that of its last attempt, computed from the files on disk. */
export type RunStatus = ActiveStatus | TerminalStatus;

/** Whether a run in this state has ended. Unknown strings (of a newer version) count as not ended. */
export function isTerminal(status: string): status is TerminalStatus {
  return (TERMINAL_STATUSES as readonly string[]).includes(status);
}
