/** Files of a project's folder, as they lie there now. */
export interface ProjectFiles {
  /**
   * The bytes of one regular file.
   *
   * @param path - Relative. What leads out of the folder, by its text or by a link, or into `.git`, is refused.
   * @throws {RequestError} `PLAN_FILE_UNREADABLE` saying why; also for more than `maxBytes`.
   */
  read(dir: string, path: string, maxBytes: number): Promise<Uint8Array>;
}
