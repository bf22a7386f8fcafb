"""KTO-S: KTO whose reference point turns with the sign of each answer's reward.

The definition is that of the original trainer's KTO-S (ProfSynapse/Synaptic-Tuner, Trainers/rtx3090_kto/src, class
KTOSTrainer, `kto_loss`). With the log-ratio r of policy and reference on an answer, and for each kind of answer z, the
mean of r over the batch's answers of that kind, never below 0:

    a good answer costs w_d * -log sigmoid(beta * (r + sign(r) z)),
    a bad one           w_u * -log sigmoid(-beta * (r + sign(r) z)).

Two things differ, so that the weights mean what they mean in KTO: z carries no gradient, as in KTO
(https://huggingface.co/papers/2402.01306), and the loss is the mean over all rows, not a sum of two means.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch.nn.functional import logsigmoid

from tuner_trainers.trl.trainers.kto import TunerKTOTrainer


class KtoSTrainer(TunerKTOTrainer):
    """TRL's KTOTrainer with the loss of KTO-S. Build it with loss_type apo_zero_unpaired: no KL forwards are needed."""

    def _compute_loss(self, model: Any, inputs: dict[str, Any], return_outputs: bool) -> Any:
        with _outputs_of(model, self.ref_model) as outputs:
            result = super()._compute_loss(model, inputs, return_outputs)
        policy, *reference = (_log_probabilities(part, inputs) for part in outputs[:2])
        # The reference's may have been computed before the training.
        ratios = policy - inputs.get("ref_logps", *reference).detach()
        good = torch.as_tensor(inputs["label"], dtype=torch.bool, device=ratios.device)
        loss, divergence = kto_s_loss(ratios, good, self.beta, self.desirable_weight, self.undesirable_weight)
        self._metrics["train" if self.model.training else "eval"]["kl"][-1] = divergence.item()
        return (loss, result[1]) if return_outputs else loss


def kto_s_loss(ratios: Any, good: Any, beta: float, desirable: float, undesirable: float) -> tuple[Any, Any]:
    """The mean loss of a batch and the mean of its z, from log-ratios of shape (rows,) and which rows are good."""
    fixed = ratios.detach()
    means = [fixed[kind].mean().clamp(min=0) if kind.any() else fixed.new_zeros(()) for kind in (good, ~good)]
    point = torch.where(good, *means)
    margins = beta * (ratios + fixed.sign() * point)
    costs = torch.where(good, -desirable * logsigmoid(margins), -undesirable * logsigmoid(-margins))
    return costs.mean(), point.mean()


def _log_probabilities(outputs: Any, inputs: dict[str, Any]) -> Any:
    """Of each row's answer; shape (rows,)."""
    ids = inputs["input_ids"]
    found = getattr(outputs, "log_probs", None)
    if found is not None:
        return found[:, 1 - ids.size(1) :].sum(-1)
    # TRL up to 1.14 has the logits of all tokens instead.
    found = outputs.logits[:, :-1].log_softmax(-1).gather(-1, ids[:, 1:, None]).squeeze(-1)
    return (found * inputs["completion_mask"][:, 1:]).sum(-1)


@contextmanager
def _outputs_of(*models: Any) -> Iterator[list[Any]]:
    """Collects what the models give, in order: the policy's outputs first, then the reference's if it is run."""
    found: list[Any] = []
    keep = lambda _module, _inputs, outputs: found.append(outputs)  # noqa: E731
    hooks = [model.register_forward_hook(keep) for model in models if model is not None]
    try:
        yield found
    finally:
        for hook in hooks:
            hook.remove()
