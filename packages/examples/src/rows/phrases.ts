import type { ToolName } from './tools.ts';

/** How requests are worded: an opener, then one of the tool's wordings, in which `{title}` stands for an argument. */
export interface Phrases {
  readonly openers: readonly string[];
  readonly wordings: Readonly<Record<ToolName, readonly string[]>>;
}

/** Wordings of the training rows. */
export const trainingPhrases: Phrases = {
  openers: ['', 'Please ', 'Can you ', 'Could you ', 'Now ', 'I want you to ', 'Hello, '],
  wordings: {
    create_note: [
      'create a note called "{title}"', 'create a note about "{title}"', 'create a new note "{title}"',
      'make a note titled "{title}"', 'make a new note named "{title}"', 'make a note for "{title}"',
      'write a note named "{title}"', 'write a new note about "{title}"', 'start a note called "{title}"',
      'start a new note for "{title}"', 'open a new note titled "{title}"', 'open a note called "{title}"',
    ],
    find_note: [
      'find the note called "{title}"', 'find my note about "{title}"', 'find the note "{title}"',
      'search for the note named "{title}"', 'search my notes for "{title}"', 'search for my note on "{title}"',
      'look for the note titled "{title}"', 'look for my note about "{title}"', 'show the note named "{title}"',
      'show me my note on "{title}"', 'show me the note "{title}"', 'look up the note called "{title}"',
    ],
    add_task: [
      'add a task: "{task}"', 'add "{task}" to my list', 'add "{task}" to my tasks', 'add the task "{task}"',
      'put "{task}" on my list', 'put a task on the list: "{task}"', 'put "{task}" on the task list',
      'add to the list: "{task}"', 'add a new task: "{task}"', 'note the task "{task}"', 'list "{task}" as a task',
      'put the new task "{task}" on my list',
    ],
    set_reminder: [
      'remind me of "{text}" at {time}', 'remind me at {time}: "{text}"', 'remind me at {time} of "{text}"',
      'set a reminder for {time}: "{text}"', 'set a reminder for "{text}" at {time}',
      'set a reminder "{text}" at {time}',
      'give me a reminder at {time}: "{text}"', 'give me a reminder of "{text}" at {time}',
      'remind me: "{text}", at {time}',
      'set the {time} reminder "{text}"', 'make a reminder for {time}: "{text}"', 'add a reminder "{text}" at {time}',
    ],
    send_message: [
      'tell {to} "{text}"', 'tell {to}: "{text}"', 'send a message to {to}: "{text}"', 'send {to} the message "{text}"',
      'send "{text}" to {to}', 'message {to}: "{text}"', 'message "{text}" to {to}', 'write to {to}: "{text}"',
      'write {to} a message: "{text}"', 'let {to} know: "{text}"', 'text {to} "{text}"',
      'send the text "{text}" to {to}',
    ],
  },
};

/** Wordings of the held-out requests; none of them is a training wording. */
export const heldOutPhrases: Phrases = {
  openers: ['Please ', 'Would you ', 'I need you to ', ''],
  wordings: {
    create_note: [
      'create a note titled "{title}"',
      'start a new note named "{title}"',
      'write a note called "{title}"',
    ],
    find_note: [
      'find the note titled "{title}"',
      'search for the note called "{title}"',
      'show me the note about "{title}"',
    ],
    add_task: [
      'put the task "{task}" on my list',
      'add the new task "{task}" to my list',
      'add a task to my list: "{task}"',
    ],
    set_reminder: [
      'set a reminder at {time}: "{text}"',
      'give me a reminder for {time}: "{text}"',
      'add a reminder for "{text}" at {time}',
    ],
    send_message: [
      'send {to} a message: "{text}"',
      'write a message to {to}: "{text}"',
      'send the message "{text}" to {to}',
    ],
  },
};
