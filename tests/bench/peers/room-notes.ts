/** What a joiner is sent: as many notes of 200 characters as the room is started with, by default none. */
export function roomNotes(): { id: string; text: string }[] {
  return Array.from({ length: Number(process.env['PEER_NOTES'] ?? 0) }, (_, i) => ({ id: `note-${i}`, text: '路'.repeat(200) }));
}
