"""Trainings with TRL and PEFT on PyTorch: NVIDIA GPUs, and CPUs for small models."""
