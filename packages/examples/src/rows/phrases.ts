import type { ToolName } from './tools.ts';

/** Request wordings of each tool; `"{name}"` stands for an argument. */
export type Phrases = Readonly<Record<ToolName, readonly string[]>>;

/** Wordings of the training rows. */
export const trainingPhrases: Phrases = {
  create_note: [
    'Create a note called "{title}"', 'Make a note titled "{title}"', 'Start a new note about "{title}"',
    'Please write a note named "{title}"', 'New note: "{title}"', 'I need a note called "{title}"',
    'Can you open a fresh note titled "{title}"?', 'Write down a note about "{title}"', 'Add a note named "{title}", please',
    'Could you create a new note for "{title}"?',
  ],
  find_note: [
    'Find the note called "{title}"', 'Search for my note about "{title}"', 'Where is the note titled "{title}"?',
    'Look for the note named "{title}"', 'Show me the note about "{title}"', 'Please find my note on "{title}"',
    'Can you look up the note called "{title}"?', 'Search my notes for "{title}"', 'I am looking for the note named "{title}"',
    'Could you show the note titled "{title}"?',
  ],
  delete_note: [
    'Delete the note called "{title}"', 'Remove my note about "{title}"', 'Please delete the note titled "{title}"',
    'Throw away the note named "{title}"', 'Can you remove the note called "{title}"?', 'Erase my note on "{title}"',
    'Get rid of the note about "{title}"', 'I want to delete the note named "{title}"', 'Erase the note titled "{title}"',
    'Could you throw away my note called "{title}"?',
  ],
  add_task: [
    'Add a task: "{task}"', 'Put "{task}" on my list', 'Add "{task}" to my tasks', 'New task: "{task}"', 'I have to do "{task}"',
    'Please add the task "{task}"', 'My next task is "{task}"', 'Put the task "{task}" on the list',
    'Can you add "{task}" to my list?', 'Add to my list: "{task}"',
  ],
  set_reminder: [
    'Remind me of "{text}" at {time}', 'At {time}, remind me: "{text}"', 'Set a reminder for {time}: "{text}"',
    'Please remind me at {time}: "{text}"', 'Set a reminder "{text}" at {time}', 'Can you remind me: "{text}" at {time}?',
    'I need a reminder at {time}: "{text}"', 'Reminder for {time}: "{text}"', 'Give me a reminder "{text}" at {time}',
    'Could you remind me at {time}: "{text}"?',
  ],
  add_event: [
    'Schedule "{name}" at {time}', 'Put "{name}" in my calendar at {time}', 'Add an event at {time}: "{name}"',
    'Plan the event "{name}" for {time}', 'Add "{name}" to my calendar at {time}', 'At {time} I have "{name}", put it in my calendar',
    'Please schedule the event "{name}" for {time}', 'Book "{name}" at {time}', 'New event at {time}: "{name}"',
    'Can you book "{name}" for {time}?',
  ],
  send_message: [
    'Tell {to} "{text}"', 'Send a message to {to}: "{text}"', 'Ask {to} "{text}"', 'Message {to}: "{text}"',
    'Please tell {to} "{text}"', 'Write to {to}: "{text}"', 'Send {to} the message "{text}"', 'Can you ask {to} "{text}"?',
    'Let {to} know: "{text}"', 'Could you message {to}: "{text}"?',
  ],
};

/** Wordings of the held-out requests; none of them is a training wording. */
export const heldOutPhrases: Phrases = {
  create_note: ['Please start a note titled "{title}"', 'I want a new note named "{title}"', 'Can you make a note about "{title}"?'],
  find_note: ['Please search for the note called "{title}"', 'Can you find my note named "{title}"?', 'Show me my note titled "{title}"'],
  delete_note: ['Please erase the note called "{title}"', 'Can you delete my note about "{title}"?', 'I want to remove the note titled "{title}"'],
  add_task: ['Please put "{task}" on my list', 'Add the task "{task}" to my list', 'Can you add a task: "{task}"'],
  set_reminder: ['Please set a reminder for {time}: "{text}"', 'At {time}, please remind me: "{text}"', 'I need a reminder "{text}" at {time}'],
  add_event: ['Please book "{name}" for {time}', 'Can you schedule "{name}" at {time}?', 'Put the event "{name}" in my calendar at {time}'],
  send_message: ['Please send a message to {to}: "{text}"', 'Can you tell {to} "{text}"?', 'Please ask {to} "{text}"'],
};
