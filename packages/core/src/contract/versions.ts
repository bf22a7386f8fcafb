/** The version of the files of a run directory: newer minors are read, newer majors refused. */
export const FORMAT_VERSION = '1.0';

/** The version of `launch.json`: a trainer refuses another major. */
export const LAUNCH_VERSION = '1.1';

/** The version of the wire format, `v` of every line. */
export const WIRE_VERSION = 1;
