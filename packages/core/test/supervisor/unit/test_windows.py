"""What is asked of Windows, with its libraries replaced."""

import ctypes
import unittest
from types import SimpleNamespace

from processes import windows
from processes.windows_child import CREATE_SUSPENDED, WindowsAdopted, WindowsChild, start
from processes.windows_system import Windows

MARKS = {"TUNER_RUN_MARKER": "a.1", "TUNER_RUN_DIRECTORY": "C:\\runs\\a"}
JOB, PROCESS = 0x77, 0x88


class Kernel:
    """kernel32 and ntdll: note what they are asked, and answer as set."""

    def __init__(self, **answers):
        self.calls = []
        self.answers = {"CreateJobObjectW": JOB, "OpenJobObjectW": JOB, "AssignProcessToJobObject": 1, **answers}

    def __getattr__(self, name):
        def call(*arguments):
            self.calls.append(name)
            answer = self.answers.get(name, 0)
            return answer(*arguments) if callable(answer) else answer

        return call


class Process:
    """What Popen makes."""

    pid, _handle = 500, PROCESS

    def __init__(self, kernel):
        self.kernel = kernel

    def kill(self):
        self.kernel.calls.append("kill")

    def poll(self):
        return None

    def wait(self):
        return 0


def libraries(kernel):
    return windows.Libraries(kernel, kernel)


class Start(unittest.TestCase):
    def start(self, kernel, record=lambda _pid: None):
        def popen(argv, creationflags, startupinfo, **_options):
            kernel.calls.append("start")
            self.assertTrue(creationflags & CREATE_SUSPENDED)
            self.assertEqual(startupinfo.lpAttributeList, {"handle_list": [JOB]})
            return Process(kernel)

        return start(["python"], MARKS, {}, record, libraries(kernel), popen)

    def test_the_trainer_runs_when_it_is_in_its_job_and_recorded(self):
        kernel = Kernel()
        self.start(kernel, lambda pid: kernel.calls.append(f"record {pid}"))
        expected = ["CreateJobObjectW", "SetHandleInformation", "start", "AssignProcessToJobObject", "record 500",
                    "NtResumeProcess"]  # fmt: skip
        self.assertEqual(kernel.calls, expected)

    def test_one_that_cannot_be_recorded_never_runs(self):
        kernel = Kernel()

        def record(_pid):
            raise FileExistsError("had one")

        with self.assertRaises(FileExistsError):
            self.start(kernel, record)
        self.assertEqual(kernel.calls[-1], "kill")
        self.assertNotIn("NtResumeProcess", kernel.calls)

    def test_one_that_cannot_be_held_or_resumed_is_ended(self):
        for answers in ({"AssignProcessToJobObject": 0}, {"NtResumeProcess": -1}):
            kernel = Kernel(**answers)
            with self.subTest(answers), self.assertRaises(OSError):
                self.start(kernel)
            self.assertEqual(kernel.calls[-1], "kill")
        with self.assertRaises(OSError):
            self.start(Kernel(CreateJobObjectW=0))


class Signals(unittest.TestCase):
    def test_only_sigkill_ends_the_whole_job(self):
        kernel = Kernel()
        child = WindowsChild(Process(kernel), windows.Job(libraries(kernel), JOB))
        adopted = WindowsAdopted({"pid": 500}, MARKS, libraries(kernel))
        for process in (child, adopted):
            kernel.calls.clear()
            process.send("SIGTERM")
            self.assertNotIn("TerminateJobObject", kernel.calls)
            process.send("SIGKILL")
            self.assertIn("TerminateJobObject", kernel.calls)


class Job(unittest.TestCase):
    def test_its_members_are_those_that_the_system_lists(self):
        def query(_handle, kind, into, _size, _length):
            if kind == windows.PROCESS_IDS:
                header = (ctypes.c_uint32 * 2).from_buffer(into._obj)
                header[0], header[1] = 3, 2
                for index, pid in enumerate((500, 501)):
                    into._obj[8 // ctypes.sizeof(ctypes.c_size_t) + index] = pid
            else:
                into._obj[0], into._obj[1] = 20_000_000, 5_000_000
            return 1

        system = Windows(MARKS, libraries(Kernel(QueryInformationJobObject=query)))
        self.assertEqual(set(system.marked(MARKS)), {500, 501})
        self.assertEqual({entry.cpu_seconds for entry in system.table().values()}, {2.5})

    def test_without_a_job_there_is_nobody(self):
        system = Windows(MARKS, libraries(Kernel(OpenJobObjectW=0)))
        self.assertEqual((system.table(), list(system.marked(MARKS))), ({}, []))

    def test_two_runs_of_one_name_have_two_jobs(self):
        other = {**MARKS, "TUNER_RUN_DIRECTORY": "D:\\runs\\a"}
        self.assertNotEqual(windows.job_name(MARKS), windows.job_name(other))

    def test_a_job_that_kills_is_told_by_its_flag(self):
        def query(flags):
            def call(_handle, _kind, into, _size, _length):
                ctypes.memmove(into._obj, bytes(16) + flags.to_bytes(4, "little"), 20)
                return 1

            return call

        found = [windows.is_in_killing_job(libraries(Kernel(QueryInformationJobObject=answer)))
                 for answer in (query(0x2000), query(0x2108), query(0x100), 0)]  # fmt: skip
        self.assertEqual(found, [True, True, False, False])


class StartTime(unittest.TestCase):
    def test_is_that_of_a_running_process(self):
        def times(_handle, created, *_others):
            created._obj[0] = 99
            return 1

        for handle, waited, expected in ((7, 0x102, "99"), (7, 0, None), (0, 0x102, None)):
            kernel = Kernel(OpenProcess=handle, WaitForSingleObject=waited, GetProcessTimes=times)
            self.assertEqual(windows.start_time(libraries(kernel), 5), expected)


class Locks(unittest.TestCase):
    def test_lock_bytes_that_readers_do_not_need(self):
        from processes import locks

        calls = []
        fake = SimpleNamespace(LK_NBLCK=2, locking=lambda _file, mode, count: calls.append((mode, count)))
        saved = locks.fcntl
        try:
            locks.fcntl, locks.msvcrt = None, fake
            with open(__file__, "rb") as file:
                self.assertTrue(locks.try_lock(file.fileno()))
                self.assertEqual(file.tell(), locks.OWN_BYTE)
        finally:
            locks.fcntl = saved
            del locks.msvcrt
        self.assertEqual(calls, [(2, 1)])


